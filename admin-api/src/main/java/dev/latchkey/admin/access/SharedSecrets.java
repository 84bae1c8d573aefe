// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import dev.latchkey.config.AdminConfig.Issuer;
import io.jsonwebtoken.security.Keys;
import java.nio.charset.StandardCharsets;
import javax.crypto.SecretKey;

/** The secret that we share with an issuer, as a key for HS256. */
final class SharedSecrets {
  /** RFC 7518, section 3.2: as long as the hash at least. */
  private static final int MIN_BYTES = 32;

  private SharedSecrets() {}

  /**
   * @throws IllegalArgumentException when the issuer has none, or one that can be guessed
   */
  static SecretKey of(Issuer issuer) {
    if (issuer.secret() == null) {
      throw new IllegalArgumentException(
          "the issuer " + issuer.issuer() + " has no secret; only algorithm HS256 has one");
    }
    byte[] secret = issuer.secret().reveal().getBytes(StandardCharsets.UTF_8);
    if (secret.length < MIN_BYTES) {
      throw new IllegalArgumentException(
          "the secret of the issuer " + issuer.issuer() + " has fewer than 32 bytes");
    }
    return Keys.hmacShaKeyFor(secret);
  }
}
