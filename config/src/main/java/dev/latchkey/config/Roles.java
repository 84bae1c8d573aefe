// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.List;
import java.util.Map;

/** What a person can be to Latchkey, from most to least. */
final class Roles {
  static final List<String> ALL = List.of("owner", "admin", "developer", "viewer", "auditor");

  /** Each name to itself. */
  static final Map<String, String> BY_NAME = Choices.of(ALL);

  private Roles() {}
}
