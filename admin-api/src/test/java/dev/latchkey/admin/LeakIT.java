// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Reports of keys that were found where they do not belong. */
class LeakIT extends LeakScene {
  @Test
  void anybodyWithThePermissionReportsByTextOrByDigest() {
    Reply byText = create("agent");
    Reply byDigest = create("agent");

    Reply reply =
        admin.post(
            LEAKS,
            owner,
            "{\"reports\":[{\"key\":\""
                + byText.at("/secret")
                + "\",\"source\":\"wiki\"},{\"sha256\":\""
                + sha256(byDigest.at("/secret"))
                + "\",\"source\":\"wiki\"},{\"key\":\"nothing\",\"source\":\"wiki\"}]}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("data").findValuesAsText("known"))
        .containsExactly("true", "true", "false");
    assertThat(status(byText)).isEqualTo("revoked");
    assertThat(status(byDigest)).isEqualTo("revoked");
  }

  @Test
  void aTenantCannotFindOutOrStopAnothersKeys() {
    Reply key = create("agent");

    Reply reply =
        admin.post(
            LEAKS,
            admin.token("globex", "owner"),
            "{\"reports\":[{\"key\":\"" + key.at("/secret") + "\",\"source\":\"x\"}]}");

    assertThat(reply.json().at("/data/0/known").asBoolean()).isFalse();
    assertThat(status(key)).isEqualTo("active");
    assertThat(admin.get(LEAKS, admin.token("globex", "owner")).json().path("data")).isEmpty();
  }

  @Test
  void aReportNamesEitherTheTextOrTheDigest() {
    Reply neither = admin.post(LEAKS, owner, "{\"reports\":[{\"source\":\"x\"}]}");

    assertThat(neither.errors()).containsExactly("/reports/0 required");
  }

  @Test
  void aProfilesRulesAreThereForItsReaders() {
    Reply rules = admin.get("/admin/v1/profiles/agent/scanner-rules", admin.token("viewer"));

    assertThat(rules.at("/pattern")).isEqualTo("(?:sk_live_|sk_test_)[0-9A-Za-z]{36}");
    assertThat(create("agent").at("/secret")).matches(rules.at("/pattern"));
    assertThat(admin.get("/admin/v1/profiles/none/scanner-rules", owner).status()).isEqualTo(404);
  }
}
