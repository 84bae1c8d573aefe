// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.admin.http.Cookies;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** BI-200: sessions, from the first cookie to the last. */
class SessionIT extends LocalLoginScene {
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
  void whoComesWithATokenHasNoSession() {
    assertThat(admin.get(SESSION, admin.token("owner")).status()).isEqualTo(404);
  }
}
