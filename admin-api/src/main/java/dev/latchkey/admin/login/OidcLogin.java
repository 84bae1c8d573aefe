// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.login;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.admin.access.IdTokens;
import dev.latchkey.admin.access.Principal;
import dev.latchkey.admin.access.RemoteKeys;
import dev.latchkey.admin.fetch.Fetch;
import dev.latchkey.admin.fetch.FetchException;
import dev.latchkey.admin.json.MalformedJsonException;
import dev.latchkey.admin.json.StrictJson;
import dev.latchkey.admin.problem.Detail;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.config.AdminConfig.Issuer;
import dev.latchkey.config.LoginConfig.Oidc;
import dev.latchkey.keys.Attribution;
import io.netty.handler.codec.http.QueryStringEncoder;
import io.vertx.core.Future;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The authorization code flow with PKCE (RFC 9700, section 2.1.1). State, nonce and verifier are
 * derived from a token that only the browser keeps: nothing of an unfinished sign-in is stored, and
 * none can be finished in another browser. One event loop.
 */
public final class OidcLogin {
  private static final Logger LOG = LoggerFactory.getLogger(OidcLogin.class);
  private static final String CALLBACK = "/admin/v1/login/callback";

  private final Oidc config;
  private final String redirect;
  private final Fetch fetch;
  private final InstantSource clock;
  private final SecureRandom random;
  private final SessionBook sessions;
  private final RemoteKeys<Provider> provider;
  private @Nullable Provider known;
  private @Nullable IdTokens tokens;

  /**
   * @param publicUrl how browsers see us
   */
  public OidcLogin(
      Oidc config,
      String publicUrl,
      SessionBook sessions,
      Fetch fetch,
      InstantSource clock,
      SecureRandom random) {
    this.config = config;
    this.redirect = publicUrl + CALLBACK;
    this.sessions = sessions;
    this.fetch = fetch;
    this.clock = clock;
    this.random = random;
    String issuer = config.issuer().issuer();
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    this.provider =
        new RemoteKeys<>(
            URI.create(base + "/.well-known/openid-configuration"),
            fetch,
            clock,
            document -> Provider.read(document, issuer));
  }

  /** Where to send a browser, and what it has to keep until it is back. */
  public record Departure(String location, BrowserToken browser) {}

  /**
   * What a browser brings back from the provider.
   *
   * @param issuer the parameter {@code iss} (RFC 9207), if there was one
   */
  public record Return(String code, String state, @Nullable String issuer) {}

  /** Begins a sign-in. Fails with UNAVAILABLE while nothing is known of the provider. */
  public Future<Departure> begin() {
    return provider().map(this::departure);
  }

  private Departure departure(Provider to) {
    BrowserToken browser = BrowserToken.make(random);
    QueryStringEncoder query = new QueryStringEncoder("");
    query.addParam("response_type", "code");
    query.addParam("client_id", config.clientId());
    query.addParam("redirect_uri", redirect);
    query.addParam("scope", String.join(" ", config.scopes()));
    query.addParam("state", browser.derive("state"));
    query.addParam("nonce", browser.derive("nonce"));
    query.addParam("code_challenge", BrowserToken.challenge(browser.derive("verifier")));
    query.addParam("code_challenge_method", "S256");
    String address = to.authorization().toString();
    String separator = to.authorization().getRawQuery() == null ? "?" : "&";
    return new Departure(address + separator + query.toString().substring(1), browser);
  }

  /** Ends a sign-in. Fails with 401 for whatever does not fit, 503 for what cannot be known. */
  public Future<SessionBook.Begun> finish(
      BrowserToken browser, Return back, String requestId, @Nullable String address) {
    boolean ours =
        MessageDigest.isEqual(ascii(browser.derive("state")), ascii(back.state()))
            && (back.issuer() == null || back.issuer().equals(config.issuer().issuer()));
    if (!ours) {
      return refused();
    }
    return provider()
        .compose(
            from -> redeem(from, browser, back.code()).compose(id -> verify(from, id, browser)))
        .compose(
            found -> {
              Principal principal = found.orElse(null);
              return principal == null
                  ? refused()
                  : sessions.begin(
                      principal,
                      new Attribution(
                          principal.tenant(), principal.actor(), requestId, address, null));
            });
  }

  private Future<String> redeem(Provider from, BrowserToken browser, String code) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", redirect);
    form.put("code_verifier", browser.derive("verifier"));
    if (config.clientSecret() == null) {
      form.put("client_id", config.clientId());
    }
    return fetch
        .post(from.token(), form, authorization())
        .transform(
            done -> {
              if (done.succeeded()) {
                return Future.succeededFuture(idToken(done.result()));
              }
              if (done.cause() instanceof FetchException refusal && refusal.status() == 400) {
                return refused();
              }
              LOG.warn("The identity provider redeems no codes: {}", done.cause().getMessage());
              return Future.failedFuture(
                  Problem.of(ProblemCode.UNAVAILABLE, Detail.KEYS_UNAVAILABLE));
            });
  }

  private Future<Optional<Principal>> verify(Provider from, String idToken, BrowserToken browser) {
    if (tokens == null || !from.equals(known)) {
      Issuer issuer = config.issuer();
      known = from;
      tokens =
          new IdTokens(
              new Issuer(
                  issuer.issuer(),
                  issuer.audience(),
                  issuer.algorithm(),
                  null,
                  null,
                  from.keys().toString(),
                  issuer.claims(),
                  issuer.roles()),
              clock,
              fetch);
    }
    return tokens.verify(idToken, browser.derive("nonce"));
  }

  private Future<Provider> provider() {
    return provider.find(null).map(found -> found.orElseThrow());
  }

  /** The client's name and secret, each form-encoded first (RFC 6749, section 2.3.1). */
  private @Nullable String authorization() {
    if (config.clientSecret() == null) {
      return null;
    }
    String pair = encoded(config.clientId()) + ":" + encoded(config.clientSecret().reveal());
    return "Basic " + Base64.getEncoder().encodeToString(ascii(pair));
  }

  private static String idToken(byte[] answer) {
    try {
      JsonNode token = StrictJson.parse(answer).path("id_token");
      return token.asText("");
    } catch (MalformedJsonException noJson) {
      return "";
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static <T> Future<T> refused() {
    return Future.failedFuture(Problem.of(ProblemCode.UNAUTHENTICATED, Detail.LOGIN_REFUSED));
  }
}
