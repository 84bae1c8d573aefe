// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.refusal.Refusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every target whatsoever. */
class TargetPropertyTest {
  private static final List<String> PIECES =
      List.of(
          "/", "/", "/", ".", "..", "%2e", "%2F", "%5c", "%25", "%32", "%65", "%c3%a9", "%c3",
          "%00", "%20", "%3b", ";", "\\", "a", "admin", "2", "e", "x=1", "?", "#", "é", " ", "~",
          "%7E");

  @Property
  void isRefusedOrForwardedByteForByte(@ForAll("targets") String target) {
    parsed(target).ifPresent(canonical -> assertThat(canonical.forwardable(0)).isEqualTo(target));
  }

  @Property
  void anAcceptedPathReadsTheSameHoweverItIsDecoded(@ForAll("targets") String target) {
    parsed(target)
        .ifPresent(
            canonical -> {
              String once = decoded(canonical.path());
              assertThat(segmentsOf(once)).isEqualTo(segmentsOf(canonical));
              assertThat(once).doesNotContain("/../", "/./", "//", "\\", "\0");
              assertThat(once).doesNotMatch("(?s).*%[0-9a-fA-F]{2}.*");
              assertThat(once).doesNotEndWith("/.").doesNotEndWith("/..");
            });
  }

  @Property
  void whatIsLeftAfterStrippingIsAcceptedAgain(@ForAll("targets") String target) {
    parsed(target)
        .ifPresent(
            canonical -> {
              for (int i = 0; i <= canonical.segments(); i++) {
                String rest = canonical.forwardable(i);
                assertThat(rest).startsWith("/");
                assertThat(parsed(rest)).as(rest).isPresent();
              }
            });
  }

  @Provide
  Arbitrary<String> targets() {
    return Arbitraries.of(PIECES).list().ofMaxSize(14).map(pieces -> "/" + String.join("", pieces));
  }

  private static Optional<CanonicalTarget> parsed(String target) {
    try {
      return Optional.of(CanonicalTarget.parse(target));
    } catch (Refusal ambiguous) {
      return Optional.empty();
    }
  }

  private static String decoded(String path) {
    return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static List<String> segmentsOf(String decoded) {
    String inner = decoded.substring(1);
    String plain = inner.endsWith("/") ? inner.substring(0, inner.length() - 1) : inner;
    return plain.isEmpty() ? List.of() : List.of(plain.split("/", -1));
  }

  private static List<String> segmentsOf(CanonicalTarget target) {
    return IntStream.range(0, target.segments()).mapToObj(target::segment).toList();
  }
}
