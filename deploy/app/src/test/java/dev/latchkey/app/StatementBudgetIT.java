// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What calls of known keys cost the database: counted alone, in the whole program, usage on. */
class StatementBudgetIT {
  private static final int CALLS = 3_000;

  /**
   * What goes by time, such as heartbeats and batches of usage, is some 30 a second, and the calls
   * take a few seconds; a single statement for each call would be twice this.
   */
  private static final int MOST = CALLS / 2;

  private static final String RULES =
      """
      scopes: [ { id: "things:read" } ]
      plans:
        all:
          limits:
            - { name: minute, limit: 1000000, window: 60s }
            - { name: hour, limit: 1000000, window: 1h, scope: cluster }
          quotas: [ { name: month, limit: 1000000, period: month } ]
      profiles:
        app: { prefix: app_, credentials: [ X-API-Key ], plan: all }
      routes:
        - { id: things, path: /things/**, scopes: { all: [ "things:read" ] }, upstream: backend }
      """;

  @Test
  void callsOfAKnownKeyWithEveryPolicyTakeNoStatementEach() {
    try (TwoNodes nodes = new TwoNodes(RULES)) {
      String key =
          nodes.create("app", "busy", ",\"scopes\":[\"things:read\"]").path("secret").asText();
      call(nodes, key, 100);
      long before = nodes.transactions();

      call(nodes, key, CALLS);

      assertThat(nodes.transactions() - before).isBetween(1L, (long) MOST);
    }
  }

  private static void call(TwoNodes nodes, String key, int times) {
    for (int i = 0; i < times; i++) {
      Calls.Answer answer = nodes.call(nodes.one, "/things", key);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
  }
}
