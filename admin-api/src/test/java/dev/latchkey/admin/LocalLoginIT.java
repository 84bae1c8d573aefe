// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.admin.RunningAdmin.Reply;
import dev.latchkey.admin.http.Cookies;
import dev.latchkey.config.LoginConfig;
import dev.latchkey.keys.postgres.PostgresExtension;
import dev.latchkey.keys.postgres.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** BI-199, BI-200, AB-65: local administrators, from the first start on. */
@ExtendWith(PostgresExtension.class)
class LocalLoginIT {
  private static final String SESSION = "/admin/v1/session";
  private static final String PASSWORD = "correct horse battery";
  private static final AtomicInteger TENANTS = new AtomicInteger();

  private final String tenant = "t" + TENANTS.incrementAndGet();
  private RunningAdmin admin;
  private Browser browser;

  @BeforeEach
  void start(TestDatabase database) {
    LoginConfig login =
        new LoginConfig(
            null,
            Duration.ofMinutes(30),
            Duration.ofHours(12),
            new LoginConfig.Local(tenant),
            null);
    admin = new RunningAdmin(database, TestConfig.create(login));
    browser = new Browser(admin);
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  @Test
  void theFirstStartsCodeMakesOneOwnerOnce() {
    String code = firstCode();

    Reply claimed = claim(browser, code, "lan", PASSWORD);
    Reply again = claim(new Browser(admin), code, "mai", PASSWORD);

    assertThat(claimed.status()).isEqualTo(200);
    assertThat(claimed.at("/roles/0")).isEqualTo("owner");
    assertThat(claimed.at("/tenant")).isEqualTo(tenant);
    assertThat(again.status()).isEqualTo(401);
    assertThat(RunningAdmin.get(admin.api.firstCode())).isEmpty();
    assertThat(browser.get("/admin/v1/me").at("/roles/0")).isEqualTo("owner");
  }

  @Test
  void aCodeEndsAfterAQuarterOfAnHour() {
    String code = firstCode();
    admin.clock.advance(Duration.ofMinutes(15));

    assertThat(claim(browser, code, "lan", PASSWORD).status()).isEqualTo(401);
  }

  @Test
  void aPasswordThatIsEasyToGuessIsRefusedAndTheCodeStaysGood() {
    String code = firstCode();

    Reply tooShort = claim(browser, code, "lan", "short");
    Reply named = claim(browser, code, "lan", "xx-LAN-xx-LAN-xx");
    Reply monotone = claim(browser, code, "lan", "aaaaaaaaaaaaaaaa");

    assertThat(tooShort.errors()).containsExactly("/password too_short");
    assertThat(named.errors()).containsExactly("/password guessable");
    assertThat(monotone.errors()).containsExactly("/password guessable");
    assertThat(claim(browser, code, "lan", PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void theSessionsCookieIsOutOfReachOfScriptsOtherSitesAndPlainHttp() {
    Reply claimed = claim(browser, firstCode(), "lan", PASSWORD);

    List<String> cookies = claimed.response().headers().allValues("Set-Cookie");

    assertThat(cookies)
        .hasSize(2)
        .allSatisfy(
            cookie ->
                assertThat(cookie)
                    .startsWith("__Host-")
                    .contains("; Path=/; Secure; HttpOnly;", "SameSite=Strict")
                    .doesNotContain("Domain"));
    assertThat(claimed.text()).doesNotContain(browser.cookie(Cookies.SESSION));
  }

  @Test
  void everySignInHasATokenOfItsOwnAndAPlantedOneIsNotTakenOver() {
    claim(browser, firstCode(), "lan", PASSWORD);
    String first = browser.cookie(Cookies.SESSION);
    Browser planted = new Browser(admin);
    planted.keep(Cookies.SESSION, "A".repeat(43));

    Reply signedIn = planted.signIn("lan", PASSWORD);

    assertThat(signedIn.status()).isEqualTo(200);
    assertThat(planted.cookie(Cookies.SESSION)).isNotEqualTo(first).isNotEqualTo("A".repeat(43));
  }

  @Test
  void aChangeNeedsTheProofThatTheSessionsOwnPageAskedForIt() {
    claim(browser, firstCode(), "lan", PASSWORD);
    String body = "{\"profile\":\"agent\",\"name\":\"x\"}";
    String proof = browser.get(SESSION).at("/csrfToken");

    Reply bare = browser.send("POST", "/admin/v1/keys", body, List.of());
    Reply noToken =
        browser.send("POST", "/admin/v1/keys", body, List.of("Origin", browser.origin()));
    Reply otherSite =
        browser.send(
            "POST",
            "/admin/v1/keys",
            body,
            List.of("Origin", "https://evil.test", "X-CSRF-Token", proof));
    Reply ownPage = browser.post("/admin/v1/keys", body);

    assertThat(List.of(bare, noToken, otherSite))
        .allSatisfy(
            reply -> {
              assertThat(reply.status()).isEqualTo(403);
              assertThat(reply.at("/detail")).contains("X-CSRF-Token");
            });
    assertThat(ownPage.status()).isEqualTo(201);
    assertThat(ownPage.at("/key/createdBy")).startsWith("local:");
  }

  @Test
  void aPageOfAnotherSiteCannotSignAnybodyIn() {
    claim(browser, firstCode(), "lan", PASSWORD);

    Reply reply =
        new Browser(admin)
            .send(
                "POST",
                SESSION,
                "{\"name\":\"lan\",\"password\":\"" + PASSWORD + "\"}",
                List.of("Origin", "https://evil.test"));

    assertThat(reply.status()).isEqualTo(403);
  }

  @Test
  void signingOutEndsTheSessionForWhoeverHoldsTheCookie() {
    claim(browser, firstCode(), "lan", PASSWORD);
    String cookie = browser.cookie(Cookies.SESSION);

    assertThat(browser.change("DELETE", SESSION, null).status()).isEqualTo(204);
    Browser thief = new Browser(admin);
    thief.keep(Cookies.SESSION, cookie);

    assertThat(browser.cookie(Cookies.SESSION)).isEmpty();
    assertThat(thief.get("/admin/v1/me").status()).isEqualTo(401);
  }

  @Test
  void anIdleSessionEndsAndAUsedOneEndsAfterItsLongestLife() {
    claim(browser, firstCode(), "lan", PASSWORD);
    for (int i = 0; i < 24; i++) {
      assertThat(browser.get(SESSION).status()).as("after %s half hours", i).isEqualTo(200);
      admin.clock.advance(Duration.ofMinutes(29));
    }
    Reply used = browser.get(SESSION);
    admin.clock.advance(Duration.ofMinutes(29));
    Reply tooOld = browser.get(SESSION);
    browser.signIn("lan", PASSWORD);
    admin.clock.advance(Duration.ofMinutes(31));

    assertThat(used.status()).isEqualTo(200);
    assertThat(tooOld.status()).isEqualTo(401);
    assertThat(browser.get(SESSION).status()).isEqualTo(401);
  }

  @Test
  void bi199GuessingIsStoppedAndToldNothing() {
    claim(browser, firstCode(), "lan", PASSWORD);
    Browser guesser = new Browser(admin);

    Reply known = guesser.signIn("lan", "wrong password 1");
    Reply unknown = guesser.signIn("nobody", "wrong password 1");
    for (int i = 0; i < 8; i++) {
      guesser.signIn("lan", "wrong password " + i);
    }
    Reply stopped = guesser.signIn("lan", PASSWORD);

    assertThat(known.status()).isEqualTo(401);
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(known.at("/detail")).isEqualTo(unknown.at("/detail"));
    assertThat(stopped.status()).isEqualTo(429);
    assertThat(stopped.header("Retry-After")).isNotEmpty();
  }

  @Test
  void nobodyCanLockTheOwnerOutOfABrowserThatHeHasUsed() {
    claim(browser, firstCode(), "lan", PASSWORD);
    Browser guesser = new Browser(admin);
    for (int i = 0; i < 12; i++) {
      guesser.signIn("lan", "wrong password " + i);
    }

    browser.forget(Cookies.SESSION);

    assertThat(guesser.signIn("lan", PASSWORD).status()).isEqualTo(429);
    assertThat(browser.signIn("lan", PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void theSourceMayTryAgainAfterAQuarterOfAnHour() {
    claim(browser, firstCode(), "lan", PASSWORD);
    Browser guesser = new Browser(admin);
    for (int i = 0; i < 12; i++) {
      guesser.signIn("lan", "wrong password " + i);
    }

    admin.clock.advance(Duration.ofMinutes(15));

    assertThat(guesser.signIn("lan", PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void aNewPasswordEndsEveryOtherSession() {
    claim(browser, firstCode(), "lan", PASSWORD);
    Browser other = new Browser(admin);
    other.signIn("lan", PASSWORD);

    Reply wrong = changePassword("not the old one", "another long secret");
    Reply changed = changePassword(PASSWORD, "another long secret");

    assertThat(wrong.status()).isEqualTo(403);
    assertThat(changed.status()).isEqualTo(204);
    assertThat(browser.get(SESSION).status()).isEqualTo(200);
    assertThat(other.get(SESSION).status()).isEqualTo(401);
    assertThat(other.signIn("lan", PASSWORD).status()).isEqualTo(401);
    assertThat(other.signIn("lan", "another long secret").status()).isEqualTo(200);
  }

  @Test
  void aResetCodeGivesANewPasswordAndEndsEverySession() {
    claim(browser, firstCode(), "lan", PASSWORD);
    String code = admin.resetCode(tenant, "lan", "owner");

    Reply otherName = claim(new Browser(admin), code, "mai", "yet another secret");
    Reply reset = claim(new Browser(admin), code, "lan", "yet another secret");

    assertThat(otherName.status()).isEqualTo(401);
    assertThat(reset.status()).isEqualTo(200);
    assertThat(browser.get(SESSION).status()).isEqualTo(401);
  }

  @Test
  void whatHappensAtTheDoorIsInTheAuditTrail() {
    claim(browser, firstCode(), "lan", PASSWORD);
    new Browser(admin).signIn("lan", "wrong password 1");
    browser.change("DELETE", SESSION, null);

    Reply events = admin.get("/admin/v1/audit-events", admin.token(tenant, "owner"));

    assertThat(events.json().findValuesAsText("action"))
        .containsExactly(
            "login.ended",
            "login.refused",
            "login.began",
            "login.code_used",
            "login.code_made",
            "login.code_made");
    assertThat(events.text()).doesNotContain(PASSWORD, "argon2");
  }

  @Test
  void whoComesWithATokenHasNoSession() {
    assertThat(admin.get(SESSION, admin.token("owner")).status()).isEqualTo(404);
  }

  private Reply changePassword(String old, String next) {
    return browser.post(
        SESSION + "/password", "{\"password\":\"" + old + "\",\"newPassword\":\"" + next + "\"}");
  }

  private String firstCode() {
    return RunningAdmin.get(admin.api.firstCode()).orElseThrow();
  }

  private static Reply claim(Browser with, String code, String name, String password) {
    return with.post(
        "/admin/v1/bootstrap",
        "{\"code\":\"" + code + "\",\"name\":\"" + name + "\",\"password\":\"" + password + "\"}");
  }
}
