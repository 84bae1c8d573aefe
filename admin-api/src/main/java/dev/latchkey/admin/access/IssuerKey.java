// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.config.AdminConfig.Algorithm;
import dev.latchkey.config.AdminConfig.Issuer;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.JwtParserBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An issuer with the one key and the one algorithm that its tokens can have. Nothing in a token's
 * header is followed: not {@code alg}, not {@code kid}, not {@code jku}, {@code x5u} or {@code
 * jwk}.
 */
final class IssuerKey {
  /** Clock difference that is forgiven for "not before" and "issued at". Never for the end. */
  static final int LEEWAY_SECONDS = 30;

  /** Types that other kinds of token give themselves; an access token is one of these. */
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

  private final Issuer issuer;
  private final JwtParser parser;

  private IssuerKey(Issuer issuer, JwtParser parser) {
    this.issuer = issuer;
    this.parser = parser;
  }

  /**
   * Empty for an issuer that only names a key set's address: without a key nothing is believed.
   *
   * @throws IllegalArgumentException for a key that is unreadable, weak or of the wrong kind
   */
  static Optional<IssuerKey> of(Issuer issuer, InstantSource clock) {
    JwtParserBuilder builder =
        Jwts.parser()
            .clock(() -> Date.from(clock.instant()))
            .clockSkewSeconds(LEEWAY_SECONDS)
            .sig()
            .clear()
            .add(algorithm(issuer))
            .and()
            .zip()
            .clear()
            .and();
    if (issuer.algorithm() == Algorithm.HS256) {
      return Optional.of(
          new IssuerKey(issuer, builder.verifyWith(SharedSecrets.of(issuer)).build()));
    }
    if (issuer.publicKey() == null) {
      return Optional.empty();
    }
    PublicKey key = PublicKeys.read(issuer.publicKey(), issuer.algorithm());
    return Optional.of(new IssuerKey(issuer, builder.verifyWith(key).build()));
  }

  Issuer issuer() {
    return issuer;
  }

  /** Whether the issuer signed this token, with its own algorithm, and for now. */
  boolean signed(String token, UnverifiedToken parts) {
    if (!isPlain(parts.header())) {
      return false;
    }
    try {
      parser.parseSignedClaims(token);
      return true;
    } catch (JwtException | IllegalArgumentException refused) {
      return false;
    }
  }

  private boolean isPlain(JsonNode header) {
    JsonNode type = header.path("typ");
    boolean accessToken =
        type.isMissingNode()
            || (type.isTextual() && TYPES.contains(type.textValue().toLowerCase(Locale.ROOT)));
    return accessToken
        && header.path("alg").asText().equals(issuer.algorithm().name())
        && !header.has("crit")
        && !header.has("b64")
        && !header.has("zip")
        && !header.has("enc");
  }

  private static SecureDigestAlgorithm<?, ?> algorithm(Issuer issuer) {
    return switch (issuer.algorithm()) {
      case HS256 -> Jwts.SIG.HS256;
      case RS256 -> Jwts.SIG.RS256;
      case ES256 -> Jwts.SIG.ES256;
      case EdDSA -> Jwts.SIG.EdDSA;
    };
  }
}
