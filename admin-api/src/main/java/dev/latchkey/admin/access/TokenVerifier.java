// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import dev.latchkey.config.AdminConfig.Issuer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bearer token to principal. The issuer is chosen by what the token claims, byte for byte; then
 * that issuer's own key and algorithm must verify it. Several issuers may share a name, for
 * different audiences or while a key is replaced. Immutable; any thread.
 */
public final class TokenVerifier {
  private static final Logger LOG = LoggerFactory.getLogger(TokenVerifier.class);

  private final List<IssuerKey> keys;
  private final InstantSource clock;

  /**
   * @throws IllegalArgumentException for an issuer's key that is unreadable or weak
   */
  public TokenVerifier(List<Issuer> issuers, InstantSource clock) {
    List<IssuerKey> usable = new ArrayList<>();
    for (Issuer issuer : issuers) {
      IssuerKey.of(issuer, clock)
          .ifPresentOrElse(
              usable::add,
              () ->
                  LOG.warn(
                      "Tokens of {} are refused: it has a key set's address and no key",
                      issuer.issuer()));
    }
    this.keys = List.copyOf(usable);
    this.clock = clock;
  }

  /** Whom the token stands for; empty for every token that is not beyond doubt. Never fails. */
  public Optional<Principal> verify(String token) {
    return UnverifiedToken.read(token).flatMap(parts -> verify(token, parts));
  }

  private Optional<Principal> verify(String token, UnverifiedToken parts) {
    TokenClaims claims = new TokenClaims(parts.claims());
    if (!claims.validAt(clock.instant())) {
      return Optional.empty();
    }
    for (IssuerKey key : keys) {
      if (claims.addressedTo(key.issuer()) && key.signed(token, parts)) {
        return claims.principal(key.issuer());
      }
    }
    return Optional.empty();
  }
}
