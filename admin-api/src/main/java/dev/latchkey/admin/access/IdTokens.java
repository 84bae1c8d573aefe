// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import dev.latchkey.admin.fetch.Fetch;
import dev.latchkey.config.AdminConfig.Issuer;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Checks the ID tokens of one provider (OpenID Connect Core 1.0, section 3.1.3.7). One event loop.
 */
public final class IdTokens {
  private final TrustedIssuer issuer;
  private final InstantSource clock;

  /**
   * @param issuer with the address of its keys; its audience is our client id
   */
  public IdTokens(Issuer issuer, InstantSource clock, Fetch fetch) {
    this.issuer = TrustedIssuer.of(issuer, clock, fetch);
    this.clock = clock;
  }

  /**
   * Whom the provider vouches for; empty unless the token is beyond doubt and answers our request.
   * Fails when that cannot be known.
   *
   * @param nonce that the request was sent with
   */
  public Future<Optional<Principal>> verify(String token, String nonce) {
    UnverifiedToken parts = UnverifiedToken.read(token).orElse(null);
    if (parts == null) {
      return Future.succeededFuture(Optional.empty());
    }
    TokenClaims claims = new TokenClaims(parts.claims());
    boolean forUs =
        claims.addressedTo(issuer.issuer())
            && claims.answers(issuer.issuer().audience(), nonce)
            && claims.isCurrentAt(clock.instant());
    if (!forUs) {
      return Future.succeededFuture(Optional.empty());
    }
    return issuer
        .signed(token, parts)
        .map(signed -> signed ? claims.principal(issuer.issuer()) : Optional.empty());
  }
}
