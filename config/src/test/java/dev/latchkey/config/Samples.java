// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Inputs that several tests share. */
final class Samples {
  static final Path FOLDER = Path.of("src/main/resources/dev/latchkey/config/samples");

  static final List<String> NAMES =
      List.of("alohub.yaml", "aloochat.yaml", "ohallo.yaml", "salehay.yaml", "all.yaml");

  static final Map<String, String> ENVIRONMENT = environment();

  private Samples() {}

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("GOOD_SECRET", "q7Jm2xVb9Ls4Tz8Rw1Ky6Nd3Hc5Gf0Pa");
    environment.put("ADMIN_JWT_SECRET", "Vt3Xn8Qb5Wd1Zk6Rm9Hf2Jc7Ly4Ps0Ga");
    environment.put("SHORT_SECRET", "Zx8Lq2Vn5");
    environment.put("EMPTY", "");
    environment.put("SAMPLE_SECRET", "please-ChangeMe-0123456789-0123456789");
    environment.put("REPEATED_SECRET", "abcd1234".repeat(5));
    environment.put("ONE_LETTER_SECRET", "x".repeat(40));
    return Map.copyOf(environment);
  }

  /** A small file that is fine, with more at its end. */
  static String minimal(String more) {
    return "version: 1\ngateway: { listen: \"127.0.0.1:8080\" }\n" + more;
  }

  static LatchkeyConfig load(String yaml) throws ConfigException {
    return new ConfigLoader(ENVIRONMENT).loadText("test.yaml", yaml, Path.of("/srv/latchkey"));
  }
}
