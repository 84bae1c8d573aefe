// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.routes;

import dev.latchkey.admin.http.Answer;
import dev.latchkey.admin.http.Call;
import dev.latchkey.admin.http.Cookies;
import dev.latchkey.admin.http.Endpoint;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.http.Operation.BodyKind;
import dev.latchkey.admin.http.Operation.Need;
import dev.latchkey.admin.login.BrowserToken;
import dev.latchkey.admin.login.OidcLogin;
import dev.latchkey.admin.login.OidcLogin.Return;
import dev.latchkey.admin.problem.Detail;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signing in at the identity provider: there, and back. */
public final class LoginRoutes {
  private static final String LOGIN = "/admin/v1/login";
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int TOKEN_LENGTH = 43;
  private static final int LONGEST_PATH = 500;

  private final @Nullable OidcLogin oidc;
  private final Duration lifetime;

  /**
   * @param oidc null without an identity provider
   * @param lifetime of the session's cookie
   */
  public LoginRoutes(@Nullable OidcLogin oidc, Duration lifetime) {
    this.oidc = oidc;
    this.lifetime = lifetime;
  }

  /** The table. */
  public List<Operation> operations() {
    return List.of(
        open(LOGIN, "beginLogin", this::begin),
        open(LOGIN + "/callback", "finishLogin", this::finish));
  }

  private Future<Answer> begin(Call call) {
    String path = ownPath(call.query().text("returnTo"));
    return oidc()
        .begin()
        .map(
            departure ->
                new Answer(302, Map.of("Location", departure.location()), null)
                    .setting(
                        Cookies.lax(
                            Cookies.LOGIN, departure.browser().reveal() + "." + path, PATIENCE)));
  }

  private Future<Answer> finish(Call call) {
    String cookie = call.sent().cookie(Cookies.LOGIN);
    String code = call.query().text("code");
    String state = call.query().text("state");
    if (cookie == null || cookie.length() <= TOKEN_LENGTH || code == null || state == null) {
      throw Problem.of(ProblemCode.UNAUTHENTICATED, Detail.LOGIN_REFUSED);
    }
    BrowserToken browser =
        BrowserToken.parse(cookie.substring(0, TOKEN_LENGTH))
            .orElseThrow(() -> Problem.of(ProblemCode.UNAUTHENTICATED, Detail.LOGIN_REFUSED));
    Return back = new Return(code, state, call.query().text("iss"));
    return oidc()
        .finish(browser, back, call.caller().requestId(), call.caller().address())
        .map(begun -> SessionRoutes.begun(begun, lifetime).setting(Cookies.gone(Cookies.LOGIN)))
        .map(answer -> onwards(answer, cookie.substring(TOKEN_LENGTH + 1)));
  }

  /**
   * The browser goes on by itself: a redirect would still count as sent by the provider's site, and
   * the session's cookie would stay behind.
   */
  private static Answer onwards(Answer answer, String encodedPath) {
    String path = ownPath(URLDecoder.decode(encodedPath, StandardCharsets.US_ASCII));
    return path.isEmpty()
        ? answer
        : answer.with("Refresh", "0; url=" + URLDecoder.decode(path, StandardCharsets.US_ASCII));
  }

  /** A path of ours, encoded; empty for none, and for everything that could lead elsewhere. */
  private static String ownPath(@Nullable String path) {
    boolean ours =
        path != null
            && path.length() <= LONGEST_PATH
            && path.startsWith("/")
            && !path.startsWith("//")
            && path.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '\\' && c != ';' && c != ',');
    return ours ? URLEncoder.encode(path, StandardCharsets.US_ASCII) : "";
  }

  private OidcLogin oidc() {
    if (oidc == null) {
      throw Problem.of(ProblemCode.NOT_FOUND);
    }
    return oidc;
  }

  private static Operation open(String path, String id, Endpoint endpoint) {
    return new Operation(
        HttpMethod.GET, path, id, new Need.Nothing(), BodyKind.NONE, false, endpoint);
  }
}
