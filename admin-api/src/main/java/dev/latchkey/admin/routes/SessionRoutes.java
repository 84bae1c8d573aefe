// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.routes;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.access.Permission;
import dev.latchkey.admin.access.Principal;
import dev.latchkey.admin.access.Role;
import dev.latchkey.admin.http.Answer;
import dev.latchkey.admin.http.Call;
import dev.latchkey.admin.http.Cookies;
import dev.latchkey.admin.http.Endpoint;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.http.Operation.BodyKind;
import dev.latchkey.admin.http.Operation.Need;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.json.Members;
import dev.latchkey.admin.login.BrowserToken;
import dev.latchkey.admin.login.LocalLogin;
import dev.latchkey.admin.login.LocalLogin.SignedIn;
import dev.latchkey.admin.login.LocalLogin.Visitor;
import dev.latchkey.admin.login.SessionBook;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.keys.login.Session;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sessions, and local administrators who begin them with a password. */
public final class SessionRoutes {
  private static final String SESSION = "/admin/v1/session";
  private static final Duration DEVICE = Duration.ofDays(90);

  private final SessionBook sessions;
  private final Duration lifetime;
  private final @Nullable LocalLogin local;

  /**
   * @param lifetime of the cookie: that of the longest session
   * @param local null where there are no local administrators
   */
  public SessionRoutes(SessionBook sessions, Duration lifetime, @Nullable LocalLogin local) {
    this.sessions = sessions;
    this.lifetime = lifetime;
    this.local = local;
  }

  /** The table. */
  public List<Operation> operations() {
    Need.Nothing open = new Need.Nothing();
    Need.Token anybody = new Need.Token();
    BodyKind signIn = BodyKind.required("SignIn");
    BodyKind claim = BodyKind.required("Claim");
    BodyKind password = BodyKind.required("PasswordChange");
    return List.of(
        row(POST, SESSION, "signIn", open, signIn, this::signIn),
        row(GET, SESSION, "getSession", anybody, BodyKind.NONE, this::read),
        row(DELETE, SESSION, "signOut", anybody, BodyKind.NONE, this::end),
        row(POST, SESSION + "/password", "changePassword", anybody, password, this::change),
        row(POST, "/admin/v1/bootstrap", "claimAccount", open, claim, this::claim));
  }

  private Future<Answer> signIn(Call call) {
    Members body = call.soundBody();
    return local()
        .signIn(text(body, "name"), text(body, "password"), visitor(call))
        .map(this::signedIn);
  }

  private Future<Answer> claim(Call call) {
    Members body = call.soundBody();
    return local()
        .claim(text(body, "code"), text(body, "name"), text(body, "password"), visitor(call))
        .map(this::signedIn);
  }

  private Future<Answer> read(Call call) {
    BrowserToken token = token(call);
    return sessions
        .use(token)
        .map(found -> Answer.ok(json(token, found.orElseThrow(SessionRoutes::gone))));
  }

  private Future<Answer> end(Call call) {
    return sessions
        .end(call.caller().attribution(null), token(call))
        .map(done -> new Answer(204, Map.of(), null).setting(Cookies.gone(Cookies.SESSION)));
  }

  private Future<Answer> change(Call call) {
    Members body = call.soundBody();
    BrowserToken token = token(call);
    return sessions
        .use(token)
        .compose(
            found ->
                local()
                    .changePassword(
                        found.orElseThrow(SessionRoutes::gone),
                        token,
                        text(body, "password"),
                        text(body, "newPassword"),
                        call.caller().attribution(null)))
        .map(done -> new Answer(204, Map.of(), null));
  }

  private LocalLogin local() {
    if (local == null) {
      throw Problem.of(ProblemCode.NOT_FOUND);
    }
    return local;
  }

  private Answer signedIn(SignedIn in) {
    return begun(in.begun(), lifetime)
        .setting(Cookies.strict(Cookies.DEVICE, in.device().reveal(), DEVICE));
  }

  /** The session that has begun, with the cookie that carries it. */
  static Answer begun(SessionBook.Begun begun, Duration lifetime) {
    return Answer.ok(json(begun.token(), begun.session()))
        .setting(Cookies.strict(Cookies.SESSION, begun.token().reveal(), lifetime));
  }

  private static ObjectNode json(BrowserToken token, Session session) {
    Principal principal = SessionBook.principal(session);
    ObjectNode json = Json.object();
    json.put("subject", session.actor().id());
    json.put("name", session.actor().name());
    json.put("tenant", session.tenant().id());
    json.set("roles", Json.array(principal.roles().stream().map(Role::word).sorted().toList()));
    json.set("permissions", Json.array(Permission.wordsOf(principal.permissions())));
    json.put("local", session.account() != null);
    json.put("since", Json.instant(session.since()));
    json.put("endsAt", Json.instant(session.endsAt()));
    return json.put("csrfToken", SessionBook.proof(token));
  }

  private static Visitor visitor(Call call) {
    String device = call.sent().cookie(Cookies.DEVICE);
    return new Visitor(
        call.sent().source(),
        device == null ? null : BrowserToken.parse(device).orElse(null),
        call.caller().requestId(),
        call.caller().address());
  }

  /** Of the session that made the call; whoever came with a bearer token has none. */
  private static BrowserToken token(Call call) {
    String cookie = call.sent().cookie(Cookies.SESSION);
    if (cookie == null || call.sent().header("Authorization") != null) {
      throw Problem.of(ProblemCode.NOT_FOUND);
    }
    return BrowserToken.parse(cookie).orElseThrow(SessionRoutes::gone);
  }

  private static String text(Members body, String name) {
    String text = body.text(name);
    return text == null ? "" : text;
  }

  private static Operation row(
      HttpMethod method, String path, String id, Need need, BodyKind body, Endpoint endpoint) {
    return new Operation(method, path, id, need, body, false, endpoint);
  }

  private static Problem gone() {
    return Problem.of(ProblemCode.UNAUTHENTICATED);
  }
}
