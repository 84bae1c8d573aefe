// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Alerts of GitHub's secret scanning partner programme. */
class GithubAlertsIT extends LeakScene {
  @Test
  void aKeyThatGithubFoundIsRevokedWhereItsProfileSaysSo() {
    Reply key = create("agent");
    String alert = alert(key.at("/secret"), "https://github.com/x/y");

    Reply reply = post(alert, signed(alert, github), "k1");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.at("/0/label")).isEqualTo("true_positive");
    assertThat(reply.at("/0/token_hash")).isEqualTo(sha256(key.at("/secret")));
    assertThat(reply.text()).doesNotContain(key.at("/secret"));
    assertThat(status(key)).isEqualTo("revoked");
    Reply reports = admin.get(LEAKS, owner);
    assertThat(reports.at("/data/0/keyId")).isEqualTo(key.at("/key/id"));
    assertThat(reports.at("/data/0/source")).isEqualTo("github");
    assertThat(reports.at("/data/0/action")).isEqualTo("revoke");
    assertThat(actions()).startsWith("key.leak_reported", "key.revoke");
  }

  @Test
  void aKeyWhoseProfileOnlyTellsGoesOn() {
    Reply key = create("bot");
    String alert = alert(key.at("/secret"), "https://github.com/x/y");

    post(alert, signed(alert, github), "k1");
    post(alert, signed(alert, github), "k1");

    assertThat(status(key)).isEqualTo("active");
    assertThat(admin.get(LEAKS, owner).json().path("data")).as("told once").hasSize(1);
  }

  @Test
  void whatIsNoKeyOfOursIsAFalsePositive() {
    String alert = alert("sk_" + "live_" + "x".repeat(36), "");

    assertThat(post(alert, signed(alert, github), "k1").at("/0/label")).isEqualTo("false_positive");
  }

  @Test
  void onlyTheNamedKeysSignatureOverTheseBytesCounts() {
    Reply key = create("agent");
    String alert = alert(key.at("/secret"), "");
    String signature = signed(alert, github);

    assertThat(post(alert + " ", signature, "k1").status()).isEqualTo(401);
    assertThat(post(alert, signed(alert, pair()), "k1").status()).isEqualTo(401);
    assertThat(post(alert, signature, "k2").status()).isEqualTo(401);
    assertThat(post(alert, "%%%", "k1").status()).isEqualTo(401);
    assertThat(admin.send("POST", GITHUB, null, alert, "Content-Type", "application/json").status())
        .isEqualTo(401);
    assertThat(status(key)).isEqualTo("active");
  }

  @Test
  void githubsKeysOutOfReachAreAFaultSoThatItTriesAgain() {
    endpoint.fails();
    String alert = alert("x", "");

    Reply reply = post(alert, signed(alert, github), "k1");

    assertThat(reply.status()).isEqualTo(503);
  }

  @Test
  void aSignedMessageThatIsNoListOfAlertsIsRefused() {
    for (String body : new String[] {"{}", "[1]", "[{}]", "nonsense"}) {
      assertThat(post(body, signed(body, github), "k1").status()).as(body).isEqualTo(400);
    }
  }

  @Test
  void aFoundDecoyIsReportedLikeAKey() {
    Reply laid = lay();
    String alert = alert(laid.at("/secret"), "https://github.com/x/y");

    Reply reply = post(alert, signed(alert, github), "k1");

    assertThat(reply.at("/0/label")).isEqualTo("true_positive");
    assertThat(admin.get(LEAKS, owner).at("/data/0/keyId")).isEqualTo(laid.at("/decoy/id"));
  }
}
