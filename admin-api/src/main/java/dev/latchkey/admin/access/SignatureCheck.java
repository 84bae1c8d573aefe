// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import dev.latchkey.config.AdminConfig.Algorithm;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.JwtParserBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import java.security.Key;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Date;
import javax.crypto.SecretKey;

/** One key with one algorithm: does a token's signature come from it? Immutable; any thread. */
final class SignatureCheck {
  /** Clock difference that is forgiven for "not before" and "issued at". Never for the end. */
  static final int LEEWAY_SECONDS = 30;

  private final JwtParser parser;

  private SignatureCheck(JwtParser parser) {
    this.parser = parser;
  }

  static SignatureCheck of(Key key, Algorithm algorithm, InstantSource clock) {
    JwtParserBuilder builder =
        Jwts.parser()
            .clock(() -> Date.from(clock.instant()))
            .clockSkewSeconds(LEEWAY_SECONDS)
            .sig()
            .clear()
            .add(signature(algorithm))
            .and()
            .zip()
            .clear()
            .and();
    return new SignatureCheck(
        key instanceof SecretKey secret
            ? builder.verifyWith(secret).build()
            : builder.verifyWith((PublicKey) key).build());
  }

  boolean passes(String token) {
    try {
      parser.parseSignedClaims(token);
      return true;
    } catch (JwtException | IllegalArgumentException refused) {
      return false;
    }
  }

  private static SecureDigestAlgorithm<?, ?> signature(Algorithm algorithm) {
    return switch (algorithm) {
      case HS256 -> Jwts.SIG.HS256;
      case RS256 -> Jwts.SIG.RS256;
      case ES256 -> Jwts.SIG.ES256;
      case EdDSA -> Jwts.SIG.EdDSA;
    };
  }
}
