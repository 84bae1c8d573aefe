// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.seeds;

import static dev.latchkey.app.seeds.Instance.KEYS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.app.seeds.Instance.Reply;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;

/** Keys of which only the hash is known: proof that a hash is all that is needed. */
record Imports(Instance at) {

  void byDigest() throws GeneralSecurityException {
    String key = "a-key-from-elsewhere-" + at.run;
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    Reply reply =
        at.post(
            KEYS + "/import",
            "{\"items\":[{\"profile\":\"salehay\",\"name\":\"%s\",\"scopes\":[\"leads:read\"],\"sha256\":\"%s\"}]}"
                .formatted(at.name("by digest"), HexFormat.of().formatHex(digest)));
    assertThat(reply.at("/created")).as(reply.text()).isEqualTo("1");
    at.until(200, Duration.ofSeconds(5), "/api/agent/leads", "X-Agent-Token", key);
  }
}
