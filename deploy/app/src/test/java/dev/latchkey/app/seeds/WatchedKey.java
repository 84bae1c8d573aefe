// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.seeds;

import static dev.latchkey.app.seeds.Instance.KEYS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.app.seeds.Instance.Made;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One key that a few calls are made with, and what is told of them. Counts are up to 15 s late, so
 * the first row that asks waits for them, once.
 */
final class WatchedKey {
  private static final int PASSED = 3;
  private static final int REFUSED = 2;

  private final Instance at;
  private @Nullable String id;

  WatchedKey(Instance at) {
    this.at = at;
  }

  void calls() {
    JsonNode hour = usage("").at("/data/0");
    assertThat(hour.path("calls").asInt()).isEqualTo(PASSED + REFUSED);
    assertThat(hour.path("refused").asInt()).isEqualTo(REFUSED);
  }

  void performance() {
    JsonNode latency = usage("").at("/data/0/latencyMs");
    assertThat(latency.path("p50").asDouble()).isPositive();
    assertThat(latency.path("p99").asDouble())
        .isGreaterThanOrEqualTo(latency.path("p50").asDouble());
  }

  void patterns() {
    JsonNode byStatus = usage("?groupBy=status").path("data");
    assertThat(byStatus.findValuesAsText("group")).contains("2xx", "4xx");
    assertThat(usage("?groupBy=outcome").path("data").findValuesAsText("group"))
        .contains("forwarded");
  }

  void log() {
    JsonNode calls = at.get(KEYS + "/" + watched() + "/calls").json().path("data");
    assertThat(calls.findValuesAsText("status")).contains("403");
    assertThat(calls.findValuesAsText("path")).contains("/v1/agents/7/messages");
  }

  private JsonNode usage(String query) {
    return at.get(KEYS + "/" + watched() + "/usage" + query).json();
  }

  private String watched() {
    String known = id;
    if (known != null) {
      return known;
    }
    Made key = at.create("\"profile\":\"aloochat\",\"name\":\"" + at.name("watched") + "\"");
    for (int i = 0; i < PASSED; i++) {
      assertThat(at.call("GET", "/v1/agents", "x-api-token", key.secret()).status()).isEqualTo(200);
    }
    for (int i = 0; i < REFUSED; i++) {
      assertThat(at.call("POST", "/v1/agents/7/messages", "x-api-token", key.secret()).status())
          .isEqualTo(403);
    }
    id = key.id();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (at.get(KEYS + "/" + key.id() + "/usage").json().at("/data/0/calls").asInt()
            < PASSED + REFUSED
        || at.get(KEYS + "/" + key.id() + "/calls").json().path("data").isEmpty()) {
      assertThat(System.nanoTime()).as("the counts are late").isLessThan(deadline);
    }
    return key.id();
  }
}
