// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import dev.latchkey.admin.fetch.Fetch;
import dev.latchkey.config.AdminConfig.Issuer;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bearer token to principal. The issuer is chosen by what the token claims, byte for byte; then
 * that issuer's own keys and algorithm must verify it. Several issuers may share a name, for
 * different audiences or while a key is replaced. One event loop.
 */
public final class TokenVerifier {
  private final List<TrustedIssuer> issuers;
  private final InstantSource clock;

  /**
   * @param fetch for the keys that issuers publish
   * @throws IllegalArgumentException for an issuer's key that is missing, unreadable or weak
   */
  public TokenVerifier(List<Issuer> issuers, InstantSource clock, Fetch fetch) {
    this.issuers = issuers.stream().map(issuer -> TrustedIssuer.of(issuer, clock, fetch)).toList();
    this.clock = clock;
  }

  /** Begins to fetch published keys. */
  public void prefetch() {
    issuers.forEach(TrustedIssuer::prefetch);
  }

  /**
   * Whom the token stands for; empty for every token that is not beyond doubt. Fails only when that
   * cannot be known, because an issuer's keys are out of reach.
   */
  public Future<Optional<Principal>> verify(String token) {
    UnverifiedToken parts = UnverifiedToken.read(token).orElse(null);
    if (parts == null) {
      return Future.succeededFuture(Optional.empty());
    }
    TokenClaims claims = new TokenClaims(parts.claims());
    if (!claims.isCurrentAt(clock.instant()) || claims.isOtherToken()) {
      return Future.succeededFuture(Optional.empty());
    }
    Iterator<TrustedIssuer> addressed =
        issuers.stream().filter(issuer -> claims.addressedTo(issuer.issuer())).iterator();
    return firstThatSigned(token, parts, claims, addressed, null);
  }

  /** An issuer that cannot be asked does not keep another of its name from vouching. */
  private static Future<Optional<Principal>> firstThatSigned(
      String token,
      UnverifiedToken parts,
      TokenClaims claims,
      Iterator<TrustedIssuer> issuers,
      @Nullable Throwable unknown) {
    if (!issuers.hasNext()) {
      return unknown == null
          ? Future.succeededFuture(Optional.empty())
          : Future.failedFuture(unknown);
    }
    TrustedIssuer issuer = issuers.next();
    return issuer
        .signed(token, parts)
        .transform(
            done -> {
              if (done.succeeded() && done.result()) {
                return Future.succeededFuture(claims.principal(issuer.issuer()));
              }
              Throwable fault = done.failed() ? done.cause() : unknown;
              return firstThatSigned(token, parts, claims, issuers, fault);
            });
  }
}
