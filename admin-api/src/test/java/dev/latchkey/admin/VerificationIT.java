// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

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

  private Reply verify(String key, String ip, String operation) {
    return admin.post(
        "/admin/v1/" + operation,
        owner,
        "{" + key + ",\"method\":\"GET\",\"path\":\"/\",\"ip\":\"" + ip + "\"}");
  }
}
