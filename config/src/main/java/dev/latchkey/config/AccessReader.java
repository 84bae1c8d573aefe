// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import dev.latchkey.config.RouteConfig.Access;
import java.util.List;

/** Who may pass a route. Saying nothing is an error, so that no route is open by accident. */
final class AccessReader {
  private static final List<String> MEANINGLESS =
      List.of("scopes", "limits", "environment", "profiles", "shadow");

  private final Section section;

  AccessReader(Section section) {
    this.section = section;
  }

  Access read() {
    boolean open = section.flag("public", false);
    Section scopes = section.section("scopes");
    Access access = scopes == null ? new Access.All(List.of()) : scopes(scopes);
    if (open) {
      refuseMeaningless();
      return new Access.Public();
    }
    if (!section.has("scopes")) {
      section.problem(
          "the route says neither scopes nor public: true",
          "scopes: { all: [] } asks for a key and nothing more");
    }
    return access;
  }

  private void refuseMeaningless() {
    for (String key : MEANINGLESS) {
      if (section.has(key)) {
        section
            .reading()
            .problem(
                section.placeOf(key),
                "a public route cannot have \"" + key + "\"",
                "remove it, or remove public: true to ask for a key");
      }
    }
  }

  static Access scopes(Section section) {
    Value all = section.get("all");
    Value any = section.get("any");
    if (all != null && any != null) {
      section.problem("\"scopes\" has both all and any", "keep one of them");
    } else if (all == null && any == null) {
      section.problem(
          "\"scopes\" has neither all nor any", "{ all: [] } asks for a key and no scope");
    }
    List<String> everyOne = ScopeList.ofRoute(section, "all");
    List<String> oneOf = ScopeList.ofRoute(section, "any");
    if (any != null && any.isList() && any.items().isEmpty()) {
      any.problem("\"any\" is an empty list", "nobody could pass");
    }
    section.finish();
    return any == null ? new Access.All(everyOne) : new Access.Any(oneOf);
  }
}
