// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** A file is taken, or every problem of it is named at a place; it never ends in anything else. */
public final class ConfigFuzz {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("GOOD_SECRET", "long enough to be a secret, 32 bytes at least");

  private ConfigFuzz() {}

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) {
    String yaml = new String(input, StandardCharsets.UTF_8);
    try {
      new ConfigLoader(ENVIRONMENT).loadText("fuzz.yaml", yaml, Path.of("/srv/latchkey"));
    } catch (ConfigException refused) {
      if (refused.problems().isEmpty()) {
        throw new AssertionError("refused without a problem");
      }
    }
  }
}
