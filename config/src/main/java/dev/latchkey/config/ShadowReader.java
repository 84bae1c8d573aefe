// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import dev.latchkey.config.RouteConfig.Access;
import dev.latchkey.config.RouteConfig.Shadow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The key {@code shadow} of a route. */
final class ShadowReader {
  private static final List<String> MEMBERS = List.of("scopes", "environment", "ipAllow", "limits");

  private ShadowReader() {}

  static @Nullable Shadow read(Section route) {
    Section section = route.section("shadow");
    if (section == null) {
      return null;
    }
    Section scopes = section.section("scopes");
    Access access = scopes == null ? null : AccessReader.scopes(scopes);
    Value value = section.get("environment");
    Text environment = value == null ? null : value.word(Word.ENVIRONMENT);
    List<String> networks = TreatmentReader.ipAllow(section);
    List<LimitConfig> limits = LimitReader.plain(new LimitReader().limits(section, "limits"));
    if (MEMBERS.stream().noneMatch(section::has)) {
      section.problem("\"shadow\" is empty", "give scopes, environment, ipAllow or limits");
    }
    section.finish();
    return new Shadow(access, environment == null ? null : environment.value(), networks, limits);
  }
}
