// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.admin.http.Cookies;
import dev.latchkey.config.AdminConfig.Algorithm;
import dev.latchkey.config.AdminConfig.Claims;
import dev.latchkey.config.AdminConfig.Issuer;
import dev.latchkey.config.LoginConfig;
import dev.latchkey.config.SecretValue;
import dev.latchkey.keys.postgres.PostgresExtension;
import dev.latchkey.keys.postgres.TestDatabase;
import io.jsonwebtoken.JwtBuilder;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The authorization code flow against a provider that checks its side of it, with real redirects.
 */
@ExtendWith(PostgresExtension.class)
class OidcLoginIT {
  private static final String LOGIN = "/admin/v1/login";

  private ScriptedProvider provider;
  private RunningAdmin admin;
  private Browser browser;

  @BeforeEach
  void start(TestDatabase database) throws IOException {
    provider = new ScriptedProvider(RunningAdmin.START);
    int port = freePort();
    admin = new RunningAdmin(database, TestConfig.create(login(port), port));
    browser = new Browser(admin);
  }

  @AfterEach
  void stop() {
    admin.close();
    provider.close();
  }

  @Test
  void whomTheProviderVouchesForHasASessionWithHisRoles() {
    Reply session = signIn("");

    assertThat(session.status()).isEqualTo(200);
    assertThat(session.at("/name")).isEqualTo("Mai Trần");
    assertThat(session.at("/roles/0")).isEqualTo("developer");
    assertThat(session.json().path("local").asBoolean()).isFalse();
    assertThat(browser.get("/admin/v1/me").at("/subject")).isEqualTo("u-7");
    assertThat(browser.post("/admin/v1/keys", "{\"profile\":\"agent\",\"name\":\"x\"}").status())
        .isEqualTo(201);
    assertThat(browser.cookie(Cookies.LOGIN)).isEmpty();
  }

  @Test
  void sessionAndTokenPassOneGateToOnePrincipal() {
    signIn("");

    Reply bySession = browser.get("/admin/v1/audit-events");
    Reply byToken = admin.get("/admin/v1/audit-events", admin.token("developer"));

    assertThat(bySession.status()).isEqualTo(403);
    assertThat(byToken.status()).isEqualTo(403);
    assertThat(bySession.at("/detail")).isEqualTo(byToken.at("/detail"));
  }

  @Test
  void theBrowserGoesOnToAPathOfOursAndToNoOther() {
    assertThat(signIn("?returnTo=/console/keys").header("Refresh"))
        .isEqualTo("0; url=/console/keys");
    assertThat(signIn("?returnTo=//evil.test/x").header("Refresh")).isEmpty();
    assertThat(signIn("?returnTo=https://evil.test/").header("Refresh")).isEmpty();
    assertThat(signIn("?returnTo=/%5Cevil.test").header("Refresh")).isEmpty();
  }

  @Test
  void aSignInCannotBeFinishedInAnotherBrowser() {
    String back = sentBack("");

    Reply stolen = new Browser(admin).get(back);
    Browser other = new Browser(admin);
    other.get(LOGIN);
    Reply swapped = other.get(back);

    assertThat(stolen.status()).isEqualTo(401);
    assertThat(swapped.status()).isEqualTo(401);
  }

  @Test
  void aCodeThatTheProviderDoesNotKnowIsRefusedAndWorksOnce() {
    String back = sentBack("");
    Reply first = browser.get(back);
    browser.get(LOGIN);

    assertThat(first.status()).isEqualTo(200);
    assertThat(browser.get(back).status()).isEqualTo(401);
    assertThat(browser.get(LOGIN + "/callback").status()).isEqualTo(401);
    assertThat(browser.get(LOGIN + "/callback?error=access_denied").status()).isEqualTo(401);
  }

  @Test
  void anAnswerThatNamesAnotherIssuerIsRefused() {
    String back = sentBack("").replaceFirst("iss=.*", "iss=https://evil.test");

    assertThat(browser.get(back).status()).isEqualTo(401);
  }

  static List<UnaryOperator<JwtBuilder>> wrongTokens() {
    return List.of(
        token -> token.claim("nonce", "another"),
        token -> token.claim("nonce", null),
        token -> token.claim("aud", "other"),
        token -> token.claim("aud", List.of("latchkey", "other")),
        token -> token.claim("azp", "other"),
        token -> token.issuer("https://evil.test"),
        token -> token.expiration(Date.from(RunningAdmin.START.minusSeconds(1))),
        token -> token.claim("tenant", null));
  }

  @ParameterizedTest
  @MethodSource("wrongTokens")
  void anIdTokenThatIsNotBeyondDoubtIsRefused(UnaryOperator<JwtBuilder> change) {
    provider.says(change);

    Reply reply = signIn("");

    assertThat(reply.status()).isEqualTo(401);
    assertThat(browser.cookie(Cookies.SESSION)).isEmpty();
  }

  @Test
  void anIdTokenOfSomebodyElsesKeyIsRefused() {
    provider.isImpersonated();

    assertThat(signIn("").status()).isEqualTo(401);
  }

  @Test
  void aProviderThatIsAwayIsAFaultAndNoRefusal() {
    String back = sentBack("");
    provider.breaks();

    Reply reply = browser.get(back);

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.code()).isEqualTo("unavailable");
  }

  @Test
  void whatIsKeptOfAnUnfinishedSignInIsOnlyInTheBrowser() {
    Reply departure = browser.get(LOGIN);

    assertThat(departure.status()).isEqualTo(302);
    assertThat(departure.header("Location"))
        .startsWith(provider.issuer() + "/authorize?response_type=code&client_id=latchkey")
        .contains("code_challenge_method=S256", "scope=openid%20profile");
    assertThat(departure.response().headers().allValues("Set-Cookie"))
        .singleElement()
        .asString()
        .startsWith(Cookies.LOGIN)
        .contains("; Path=/; Secure; HttpOnly;", "SameSite=Lax");
  }

  private Reply signIn(String query) {
    return browser.get(sentBack(query));
  }

  /** Goes to the provider and comes back with what it adds to our address. */
  private String sentBack(String query) {
    String there = browser.get(LOGIN + query).header("Location");
    try {
      HttpResponse<Void> back =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(there)).build(),
                  HttpResponse.BodyHandlers.discarding());
      String location = back.headers().firstValue("Location").orElseThrow();
      assertThat(location).startsWith(browser.origin());
      return location.substring(browser.origin().length());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private LoginConfig login(int port) {
    return new LoginConfig(
        "http://127.0.0.1:" + port,
        Duration.ofMinutes(30),
        Duration.ofHours(12),
        null,
        new LoginConfig.Oidc(
            new Issuer(
                provider.issuer(),
                ScriptedProvider.CLIENT,
                Algorithm.RS256,
                null,
                null,
                null,
                Claims.DEFAULT,
                Map.of()),
            new SecretValue("${env:OIDC}", ScriptedProvider.SECRET),
            List.of("openid", "profile")));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
