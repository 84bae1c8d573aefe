// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import dev.latchkey.config.RouteTreatment.Maintenance;
import dev.latchkey.config.RouteTreatment.Rewrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of a route that say what happens to its calls and answers. */
final class TreatmentReader {
  private static final int LONGEST_DETAIL = 500;
  private static final Duration RETRY_AFTER = Duration.ofMinutes(5);
  private static final String WHOLE_SEGMENTS = "whole segments, such as /api";

  private final Section route;

  TreatmentReader(Section route) {
    this.route = route;
  }

  /**
   * @param path of the route; null where it was wrong
   */
  RouteTreatment read(@Nullable RoutePath path) {
    return new RouteTreatment(
        rewrite(path),
        TimeoutReader.route(route),
        HeaderChangesReader.REQUEST.read(route),
        HeaderChangesReader.RESPONSE.read(route),
        CorsReader.read(route),
        maxBody(),
        route.flag("getBody", false),
        ipAllow(route),
        maintenance());
  }

  private @Nullable Rewrite rewrite(@Nullable RoutePath path) {
    Section rewrite = route.section("rewrite");
    if (rewrite == null) {
      return null;
    }
    boolean replace = rewrite.has("replacePrefix");
    if (replace && (rewrite.has("stripPrefix") || rewrite.has("addPrefix"))) {
      rewrite.problem("two rewrites of one path", "replacePrefix alone, or the other two");
    } else if (!replace && !rewrite.has("stripPrefix") && !rewrite.has("addPrefix")) {
      rewrite.problem("\"rewrite\" is empty", "give stripPrefix, addPrefix or replacePrefix");
    }
    Section replaced = rewrite.section("replacePrefix");
    String strip = stripped(rewrite, "stripPrefix", false, path);
    String add = added(rewrite, "addPrefix", false);
    if (replaced != null) {
      strip = stripped(replaced, "from", true, path);
      add = added(replaced, "to", true);
      replaced.finish();
    }
    rewrite.finish();
    return new Rewrite(strip, add);
  }

  private String stripped(Section section, String key, boolean needed, @Nullable RoutePath path) {
    Value value = needed ? section.need(key, WHOLE_SEGMENTS) : section.get(key);
    RoutePath prefix = prefix(value);
    if (value == null || prefix == null || path == null) {
      return "";
    }
    if (prefix.text().equals("/") || !path.beginsWith(prefix)) {
      value.problem(
          "\"" + key + "\" is not the beginning of the path",
          "whole literal segments of " + path.text());
    }
    return prefix.text();
  }

  private String added(Section section, String key, boolean needed) {
    Value value = needed ? section.need(key, WHOLE_SEGMENTS) : section.get(key);
    RoutePath prefix = prefix(value);
    if (value == null || prefix == null) {
      return "";
    }
    if (prefix.text().equals("/") || !prefix.isLiteral()) {
      value.problem("\"" + key + "\" is not a prefix", "whole literal segments, such as /v2");
    }
    return prefix.text();
  }

  private @Nullable RoutePath prefix(@Nullable Value value) {
    Text text = value == null ? null : value.text();
    return text == null ? null : RoutePath.read(text, route.reading().problems());
  }

  private long maxBody() {
    Value value = route.get("maxBody");
    return value == null ? 0 : Sizes.read(value);
  }

  static List<String> ipAllow(Section route) {
    Value value = route.get("ipAllow");
    if (value != null && value.isList() && value.items().isEmpty()) {
      value.problem("\"ipAllow\" is an empty list", "leave the key out to mean all");
    }
    List<String> networks = new ArrayList<>();
    for (Value item : route.items("ipAllow")) {
      Text text = item.resolved();
      String network = text == null ? null : Network.ofClients(text, route.reading().problems());
      if (network != null) {
        networks.add(network);
      }
    }
    return List.copyOf(networks);
  }

  private @Nullable Maintenance maintenance() {
    Value value = route.get("maintenance");
    if (value == null || !value.isMap()) {
      boolean closed = value != null && value.flag(false);
      return closed ? new Maintenance(RETRY_AFTER, null) : null;
    }
    Section section = value.section();
    if (section == null) {
      return null;
    }
    Duration retryAfter =
        section.duration("retryAfter", Duration.ofSeconds(1), Duration.ofDays(30), RETRY_AFTER);
    String detail = section.text("detail");
    Value written = section.get("detail");
    boolean fits = detail == null || detail.length() <= LONGEST_DETAIL;
    if (!fits && written != null) {
      written.problem("\"detail\" is too long", "at most " + LONGEST_DETAIL + " characters");
    }
    section.finish();
    return new Maintenance(retryAfter, detail);
  }
}
