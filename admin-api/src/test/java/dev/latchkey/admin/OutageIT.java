// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.postgres.PostgresExtension;
import dev.latchkey.keys.postgres.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class OutageIT {
  @Test
  void aLostStoreIs503AndOpensNothing(TestDatabase database) {
    try (RunningAdmin admin = new RunningAdmin(database)) {
      String owner = admin.token("owner");
      admin.loseStore();

      List<Reply> replies =
          List.of(
              admin.get("/admin/v1/keys", owner),
              admin.get("/admin/v1/audit-events", owner),
              admin.post("/admin/v1/keys", owner, "{\"profile\":\"agent\",\"name\":\"x\"}"));
      Reply nobody = admin.send("GET", "/admin/v1/keys", null, null);
      Reply me = admin.get("/admin/v1/me", owner);

      assertThat(replies)
          .allSatisfy(
              reply -> {
                assertThat(reply.status()).isEqualTo(503);
                assertThat(reply.code()).isEqualTo("unavailable");
                assertThat(reply.header("Retry-After")).isNotEmpty();
              });
      assertThat(nobody.status()).isEqualTo(401);
      assertThat(me.status()).isEqualTo(200);
    }
  }
}
