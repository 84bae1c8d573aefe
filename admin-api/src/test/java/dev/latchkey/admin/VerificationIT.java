// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked about a call must be something that a call can be. */
@ExtendWith(AdminExtension.class)
class VerificationIT {
  private final RunningAdmin admin;
  private final String owner;

  VerificationIT(RunningAdmin admin) {
    this.admin = admin;
    this.owner = admin.token("owner");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz", "10.0.0.256", "10.0.0.0/8", "1::2::3", "localhost"})
  void anAddressThatNobodyCanHaveIsRefused(String ip) {
    Reply verified = verify("\"key\":\"whatever\"", ip, "verify");
    Reply explained = verify("\"keyId\":\"0199a1b2-0000-7000-8000-000000000001\"", ip, "explain");

    assertThat(verified.errors()).containsExactly("/ip invalid");
    assertThat(explained.errors()).containsExactly("/ip invalid");
  }

  @Test
  void anAddressOfEitherFamilyIsTakenToTheGateway() {
    Reply reply = verify("\"key\":\"whatever\"", "192.0.2.1", "verify");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.code()).isEqualTo("unavailable");
    assertThat(reply.at("/detail")).startsWith("This node has no gateway");
    assertThat(verify("\"key\":\"whatever\"", "2001:db8::1", "verify").code())
        .isEqualTo("unavailable");
  }

  @Test
  void exactlyOneOfKeyAndDigestIsNeeded() {
    String digest = "\"sha256\":\"" + "a".repeat(64) + "\"";

    for (String both :
        List.of("\"key\":\"whatever\"," + digest, "\"key\":null", "\"key\":null,\"sha256\":null")) {
      assertThat(verify(both, "10.0.0.1", "verify").errors())
          .as(both)
          .containsExactly("/key one_secret_only");
    }
  }

  @Test
  void aMemberThatIsNullIsAsOneThatWasLeftOut() {
    String nulls = ",\"method\":\"GET\",\"path\":\"/\",\"host\":null,\"ip\":null";
    String digest = "\"key\":null,\"dryRun\":null,\"sha256\":\"" + "a".repeat(64) + "\"";
    Reply verified = admin.post("/admin/v1/verify", owner, "{" + digest + nulls + "}");
    String id =
        admin.post("/admin/v1/keys", owner, "{\"profile\":\"agent\",\"name\":\"x\"}").at("/key/id");
    Reply explained =
        admin.post("/admin/v1/explain", owner, "{\"keyId\":\"" + id + "\"" + nulls + "}");

    assertThat(verified.code()).as("there is no gateway to ask").isEqualTo("unavailable");
    assertThat(explained.code()).isEqualTo("unavailable");
  }

  private Reply verify(String key, String ip, String operation) {
    return admin.post(
        "/admin/v1/" + operation,
        owner,
        "{" + key + ",\"method\":\"GET\",\"path\":\"/\",\"ip\":\"" + ip + "\"}");
  }
}
