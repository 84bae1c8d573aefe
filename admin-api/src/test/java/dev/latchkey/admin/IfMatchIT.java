// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A change that names the versions it is meant for finds one of them, or is refused. */
@ExtendWith(AdminExtension.class)
class IfMatchIT {
  private static final String KEYS = "/admin/v1/keys";
  private static final String GOOD = "{\"profile\":\"agent\",\"name\":\"x\"}";
  private static final String JSON = "application/json";

  private final RunningAdmin admin;
  private final String owner;

  IfMatchIT(RunningAdmin admin) {
    this.admin = admin;
    this.owner = admin.token("owner");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"v1\"                 | 200",
        "\"abc\", \"v1\"        | 200",
        "\"v1\", W/\"v7\"       | 200",
        "\"v1\", \"v2\"         | 200",
        "\"v7\",\"v2\" , \"v1\"   | 200",
        "\"v2\", \"v3\"         | 412",
        "*                    | 200",
        "\"v2\"                 | 412",
        "W/\"v1\"               | 412",
        "\"abc\"                | 412",
        "\"\"                   | 412",
        "\"v99999999999999999999\" | 412",
        "v1                   | 400",
        "\"v1                  | 400",
        "\"v1\" \"v2\"          | 400",
        "\"v1\", *            | 400"
      })
  void ifMatchNamesTheVersionThatIsToBeThere(String field, int status) {
    String key = KEYS + "/" + admin.post(KEYS, owner, GOOD).at("/key/id");

    Reply reply = admin.send("POST", key + "/enable", owner, null, "If-Match", field);

    assertThat(reply.status()).isEqualTo(status);
    if (status == 400) {
      assertThat(reply.code()).isEqualTo("validation_failed");
      assertThat(reply.errors()).containsExactly("/header/If-Match invalid_entity_tag");
    }
  }

  @ParameterizedTest
  @CsvSource({"PATCH, ''", "POST, /disable", "POST, /rotate", "POST, /revoke", "DELETE, ''"})
  void aListOfVersionsHoldsForEveryChangeOfAKey(String method, String action) {
    String key = KEYS + "/" + admin.post(KEYS, owner, GOOD).at("/key/id");
    if (method.equals("DELETE")) {
      admin.post(key + "/revoke", owner, "{}");
    }
    String body = method.equals("DELETE") ? null : "{}";

    Reply others =
        admin.send(
            method, key + action, owner, body, "If-Match", "\"v7\", \"v8\"", "Content-Type", JSON);
    Reply either =
        admin.send(
            method, key + action, owner, body, "If-Match", "\"v1\", \"v2\"", "Content-Type", JSON);

    assertThat(others.status()).isEqualTo(412);
    assertThat(either.status()).isBetween(200, 204);
  }
}
