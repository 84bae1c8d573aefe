// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.identify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.accept.CanonicalTarget;
import dev.latchkey.gateway.refusal.Refusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * However a path to the guarded route is rewritten: as long as some lenient backend would still
 * read it as that path, it is refused or it is the guarded route.
 */
class BypassPropertyTest {
  private static final RouteTable TABLE =
      new RouteTable(
          List.of(
              Routes.at("open", "/public/**"),
              Routes.at("weak", "/api/**"),
              Routes.at("guarded", "/api/admin/**")));

  private static final List<String> STARTS =
      List.of(
          "/api/admin/x",
          "/api/admin",
          "/public/../api/admin/x",
          "/api/orders/../admin/x",
          "/api/./admin/x");

  /** One way of writing things differently, at some place of the path. */
  private record Trick(int kind, int place) {
    String applyTo(String path) {
      int at = place % path.length();
      char c = path.charAt(at);
      return switch (kind) {
        case 0 -> insert(path, at, "/.");
        case 1 -> insert(path, at, "/x/..");
        case 2 -> path.substring(0, at) + percent(c) + path.substring(at + 1);
        case 3 -> path.substring(0, at) + percent(c).replace("%", "%25") + path.substring(at + 1);
        case 4 -> insert(path, at, "/");
        case 5 -> insert(path, at, ";v=1");
        case 6 -> path.replace('/', '\\').replaceFirst("\\\\", "/");
        case 7 -> insert(path, at, "%00");
        case 8 -> path + "%20";
        case 9 -> path + ".";
        case 10 -> path + "/";
        case 11 -> insert(path, at, "%2e%2e/");
        default -> path.replaceFirst("/admin", "%2fadmin");
      };
    }

    private static String insert(String path, int at, String what) {
      return at == 0 ? path : path.substring(0, at) + what + path.substring(at);
    }

    private static String percent(char c) {
      return "%" + Integer.toHexString(c / 16) + Integer.toHexString(c % 16);
    }
  }

  @Property(tries = 20_000)
  void noSpellingReachesARouteWithWeakerScopes(
      @ForAll("starts") String start, @ForAll("tricks") List<Trick> tricks) {
    String path = start;
    for (Trick trick : tricks) {
      path = trick.applyTo(path);
    }

    String route = routeOf(path);

    if (lenient(path).startsWith("/api/admin")) {
      assertThat(route).as(path).isIn("guarded", "refused");
    }
  }

  @Provide
  Arbitrary<String> starts() {
    return Arbitraries.of(STARTS);
  }

  @Provide
  Arbitrary<List<Trick>> tricks() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 12), Arbitraries.integers().between(0, 1_000))
        .as(Trick::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  private static String routeOf(String path) {
    try {
      return TABLE.find("-", "GET", CanonicalTarget.parse(path)).id();
    } catch (Refusal refusal) {
      return "refused";
    }
  }

  /** The most forgiving reading: decodes until nothing changes, cuts, trims, merges, resolves. */
  private static String lenient(String path) {
    String text = path;
    for (int i = 0; i < 3; i++) {
      text = decodedOrSame(text);
    }
    Deque<String> segments = new ArrayDeque<>();
    for (String raw : text.replace('\\', '/').replace("\0", "").split("/", -1)) {
      String segment = raw.contains(";") ? raw.substring(0, raw.indexOf(';')) : raw;
      if (segment.strip().equals("..")) {
        segments.pollLast();
      } else if (!segment.isBlank() && !segment.equals(".")) {
        segments.addLast(trimmed(segment));
      }
    }
    return "/" + String.join("/", segments);
  }

  private static String trimmed(String segment) {
    String text = segment.stripTrailing();
    while (text.endsWith(".")) {
      text = text.substring(0, text.length() - 1);
    }
    return text;
  }

  private static String decodedOrSame(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      return text;
    }
  }
}
