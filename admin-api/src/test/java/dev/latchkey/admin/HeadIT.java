// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be read can be asked for without its body (RFC 9110, 9.3.2). */
@ExtendWith(AdminExtension.class)
class HeadIT {
  private static final String KEYS = "/admin/v1/keys";
  private static final String GOOD = "{\"profile\":\"agent\",\"name\":\"x\"}";

  private final RunningAdmin admin;
  private final String owner;

  HeadIT(RunningAdmin admin) {
    this.admin = admin;
    this.owner = admin.token("owner");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin/v1/me",
        KEYS,
        KEYS + "?limit=0",
        KEYS + "/00000000-0000-7000-8000-000000000000",
        "/admin/v1/profiles",
        "/admin/v1/openapi.json",
        TestConfig.NESTED,
        TestConfig.FLAT
      })
  void headIsAnsweredLikeGetButForTheBody(String path) {
    admin.post(KEYS, owner, GOOD);

    Reply get = admin.get(path, owner);
    Reply head = admin.send("HEAD", path, owner, null);

    assertThat(head.status()).isEqualTo(get.status());
    assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type")).isNotEmpty();
    assertThat(head.header("Content-Length")).isNotEmpty();
    assertThat(head.header("ETag")).isEqualTo(get.header("ETag"));
    assertThat(head.text()).isEmpty();
    assertThat(admin.send("HEAD", "/admin/v1/me", null, null).status()).isEqualTo(401);
  }

  @Test
  void headOfAnExportReadsNothing() {
    Reply head = admin.send("HEAD", "/admin/v1/audit-events?format=ndjson", owner, null);

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Type")).isEqualTo("application/x-ndjson");
    assertThat(head.text()).isEmpty();
  }
}
