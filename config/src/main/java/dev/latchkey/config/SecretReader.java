// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Secrets, always by reference. Those that sign or wrap something must also be hard to guess. */
final class SecretReader {
  static final int SHORTEST = 32;

  private static final int FEWEST_DIFFERENT = 8;
  private static final int LONGEST_UNIT = 8;
  private static final String MAKE_ONE = "make one: openssl rand -base64 48";
  private static final Set<String> SAMPLES =
      Set.of(
          "changeme",
          "placeholder",
          "yoursecret",
          "mysecret",
          "secretsecret",
          "replaceme",
          "insertyour",
          "supersecret",
          "bitsecret",
          "secretkeyhere",
          "donotuse");

  private SecretReader() {}

  /** Any secret, such as the password of a database that somebody else set. */
  static @Nullable SecretValue any(Value value) {
    Text text = value.text();
    Reading reading = value.reading();
    return text == null ? null : reading.references().secret(text, reading.problems());
  }

  /** A secret of at least 32 bytes that is not a sample. */
  static @Nullable SecretValue strong(Value value) {
    SecretValue secret = any(value);
    if (secret == null) {
      return null;
    }
    String revealed = secret.reveal();
    if (revealed.getBytes(StandardCharsets.UTF_8).length < SHORTEST) {
      value.problem(
          "the secret behind " + secret + " is shorter than " + SHORTEST + " bytes", MAKE_ONE);
    } else if (isSample(revealed)) {
      value.problem("the secret behind " + secret + " looks like a sample", MAKE_ONE);
    }
    return secret;
  }

  /** A random secret of 32 characters is one of these less than once in ten million times. */
  private static boolean isSample(String secret) {
    String letters = secret.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return secret.chars().distinct().count() < FEWEST_DIFFERENT
        || isRepeated(secret)
        || SAMPLES.stream().anyMatch(letters::contains);
  }

  private static boolean isRepeated(String secret) {
    for (int unit = 1; unit <= LONGEST_UNIT; unit++) {
      if (secret.substring(unit).equals(secret.substring(0, secret.length() - unit))) {
        return true;
      }
    }
    return false;
  }
}
