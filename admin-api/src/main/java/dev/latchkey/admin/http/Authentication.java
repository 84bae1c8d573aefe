// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.http;

import dev.latchkey.admin.access.Principal;
import dev.latchkey.admin.access.TokenVerifier;
import dev.latchkey.admin.login.BrowserToken;
import dev.latchkey.admin.login.SessionBook;
import dev.latchkey.admin.problem.Detail;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Request to principal, by bearer token or by session; a token that is sent counts alone. A session
 * changes something only with the proof that its own page asked for it: same origin and the token
 * that only such a page can read. One event loop.
 */
public final class Authentication {
  private static final String BEARER = "bearer ";
  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
  private static final List<String> KEY_HEADERS =
      List.of("X-API-Key", "X-Agent-Token", "x-api-token");

  private final TokenVerifier tokens;
  private final SessionBook sessions;
  private final List<String> keyPrefixes;
  private final @Nullable String publicUrl;
  private final DecoyTrap decoys;

  /**
   * @param keyPrefixes of every profile and environment
   * @param publicUrl origin of the console; null for whatever host the browser asked
   * @param decoys told of keys that are sent here
   */
  public Authentication(
      TokenVerifier tokens,
      SessionBook sessions,
      List<String> keyPrefixes,
      @Nullable String publicUrl,
      DecoyTrap decoys) {
    this.tokens = tokens;
    this.sessions = sessions;
    this.keyPrefixes = List.copyOf(keyPrefixes);
    this.publicUrl = publicUrl;
    this.decoys = decoys;
  }

  /** Told of API keys that somebody tries on the admin listener. */
  @FunctionalInterface
  public interface DecoyTrap {
    void tried(
        String key,
        String method,
        String path,
        @Nullable String address,
        @Nullable String userAgent,
        String requestId);
  }

  /** Empty for nobody. Fails when that cannot be known. */
  Future<Optional<Principal>> principal(HttpServerRequest request, String requestId) {
    MultiMap headers = request.headers();
    refuseKeys(request, requestId);
    if (headers.contains("Authorization")) {
      return tokens.verify(bearer(headers));
    }
    String cookie = Sent.cookie(headers, Cookies.SESSION);
    BrowserToken token = cookie == null ? null : BrowserToken.parse(cookie).orElse(null);
    if (token == null) {
      return Future.succeededFuture(Optional.empty());
    }
    return sessions
        .use(token)
        .map(
            session -> {
              if (session.isPresent() && !SAFE.contains(request.method())) {
                requireProof(request, token);
              }
              return session.map(SessionBook::principal);
            });
  }

  /** A page of another origin may not even try to sign in here. */
  void requireOwnOrigin(HttpServerRequest request) {
    if (!SAFE.contains(request.method())
        && request.headers().contains("Origin")
        && !isOwnOrigin(request)) {
      throw Problem.of(ProblemCode.PERMISSION_DENIED, Detail.FORGED_REQUEST);
    }
  }

  private void requireProof(HttpServerRequest request, BrowserToken token) {
    boolean ownPage =
        request.headers().contains("Origin")
            ? isOwnOrigin(request)
            : "same-origin".equals(request.getHeader("Sec-Fetch-Site"));
    if (!ownPage || !SessionBook.isProven(token, request.getHeader("X-CSRF-Token"))) {
      throw Problem.of(ProblemCode.PERMISSION_DENIED, Detail.FORGED_REQUEST);
    }
  }

  private boolean isOwnOrigin(HttpServerRequest request) {
    List<String> origins = request.headers().getAll("Origin");
    String own =
        publicUrl == null
            ? (request.isSSL() ? "https://" : "http://") + request.getHeader("Host")
            : publicUrl;
    return origins.size() == 1 && origins.get(0).equals(own);
  }

  private void refuseKeys(HttpServerRequest request, String requestId) {
    String bearer = bearer(request.headers());
    if (isKey(bearer)) {
      refuseKey(bearer, request, requestId);
    }
    if (!request.headers().contains("Authorization")) {
      for (String header : KEY_HEADERS) {
        String key = request.getHeader(header);
        if (key != null && !key.isEmpty()) {
          refuseKey(key, request, requestId);
        }
      }
    }
  }

  private void refuseKey(String key, HttpServerRequest request, String requestId) {
    decoys.tried(
        key,
        request.method().name(),
        request.path(),
        Sent.address(request),
        request.getHeader("User-Agent"),
        requestId);
    throw Problem.of(ProblemCode.UNAUTHENTICATED, Detail.API_KEY_REFUSED);
  }

  private boolean isKey(String text) {
    return keyPrefixes.stream().anyMatch(text::startsWith);
  }

  private static String bearer(MultiMap headers) {
    List<String> values = headers.getAll("Authorization");
    String value = values.size() == 1 ? values.get(0) : "";
    return value.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? value.substring(BEARER.length()).strip()
        : "";
  }
}
