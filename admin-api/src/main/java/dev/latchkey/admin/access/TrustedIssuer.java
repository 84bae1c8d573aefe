// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.admin.fetch.Fetch;
import dev.latchkey.config.AdminConfig.Algorithm;
import dev.latchkey.config.AdminConfig.Issuer;
import io.vertx.core.Future;
import java.net.URI;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An issuer with its keys and the one algorithm that its tokens can have. A token's header chooses
 * among the issuer's own published keys by {@code kid}; nothing else in it is followed: not {@code
 * alg}, not {@code jku}, {@code x5u} or {@code jwk}.
 */
final class TrustedIssuer {
  /** Types that other kinds of token give themselves; an access token is one of these. */
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

  private static final int MAX_KEY_ID = 256;

  private final Issuer issuer;
  private final @Nullable SignatureCheck fixed;
  private final @Nullable RemoteKeys<SignatureCheck> published;

  private TrustedIssuer(
      Issuer issuer,
      @Nullable SignatureCheck fixed,
      @Nullable RemoteKeys<SignatureCheck> published) {
    this.issuer = issuer;
    this.fixed = fixed;
    this.published = published;
  }

  /**
   * Fetches nothing yet.
   *
   * @throws IllegalArgumentException for a key that is unreadable, weak or of the wrong kind
   */
  static TrustedIssuer of(Issuer issuer, InstantSource clock, Fetch fetch) {
    if (issuer.algorithm() == Algorithm.HS256) {
      return new TrustedIssuer(
          issuer, SignatureCheck.of(SharedSecrets.of(issuer), issuer.algorithm(), clock), null);
    }
    if (issuer.publicKey() != null) {
      return new TrustedIssuer(
          issuer,
          SignatureCheck.of(
              PublicKeys.read(issuer.publicKey(), issuer.algorithm()), issuer.algorithm(), clock),
          null);
    }
    if (issuer.jwks() == null) {
      throw new IllegalArgumentException("the issuer " + issuer.issuer() + " has no key");
    }
    JsonWebKeys reader = new JsonWebKeys(issuer.algorithm(), clock);
    return new TrustedIssuer(
        issuer, null, new RemoteKeys<>(URI.create(issuer.jwks()), fetch, clock, reader::read));
  }

  Issuer issuer() {
    return issuer;
  }

  /** Begins to fetch published keys, so that the first token does not have to wait for them. */
  void prefetch() {
    if (published != null) {
      published.prefetch();
    }
  }

  /**
   * Whether the issuer signed this token, with its own algorithm, and for now. Fails when that
   * cannot be known.
   */
  Future<Boolean> signed(String token, UnverifiedToken parts) {
    JsonNode header = parts.header();
    if (!isPlain(header)) {
      return Future.succeededFuture(false);
    }
    if (fixed != null) {
      return Future.succeededFuture(fixed.passes(token));
    }
    JsonNode kid = header.path("kid");
    if (!kid.isMissingNode() && (!kid.isTextual() || kid.textValue().length() > MAX_KEY_ID)) {
      return Future.succeededFuture(false);
    }
    Future<Optional<SignatureCheck>> found =
        published == null
            ? Future.succeededFuture(Optional.empty())
            : published.find(kid.isTextual() ? kid.textValue() : null);
    return found.map(check -> check.isPresent() && check.get().passes(token));
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
}
