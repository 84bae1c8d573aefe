// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.admin.http.Cookies;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** BI-199, AB-65: local administrators, from the first start on. */
class LocalLoginIT extends LocalLoginScene {
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
}
