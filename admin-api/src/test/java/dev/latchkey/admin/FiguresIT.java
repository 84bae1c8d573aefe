// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.postgres.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** How fast the control plane is, over HTTP and with real keys; meant for a quiet machine. */
@Tag("long")
@ExtendWith(AdminExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FiguresIT {
  private static final String KEYS = "/admin/v1/keys";

  /** Of a profile whose names are unique, because each then has to be looked for. */
  private static final String UNIQUE =
      "{\"profile\":\"alo\",\"scopes\":[\"contacts\"],\"name\":\"key ";

  private final TestDatabase database;
  private final RunningAdmin admin;
  private final String owner;

  FiguresIT(RunningAdmin admin, TestDatabase database) {
    this.admin = admin;
    this.database = database;
    this.owner = admin.token("owner");
  }

  @Test
  @Order(1)
  void aPageOfTenThousandKeysTakesAtMost150Milliseconds() {
    for (int i = 0; i < 10; i++) {
      importThousand("acme", i);
    }
    database.execute(
        """
        INSERT INTO latchkey.api_key_activity (key_id, secret_id, last_used_at)
        SELECT key_id, id, now() - number * interval '1 second'
        FROM latchkey.api_key_secret WHERE number % 2 = 0
        """);
    List<String> queries =
        List.of(
            "limit=50",
            "limit=200&sort=name",
            "limit=50&sort=-lastUsedAt",
            "limit=50&q=key+77",
            "limit=50&tag=t3&sort=expiresAt",
            "limit=50&status=active,disabled&neverUsed=true");

    long p95 =
        p95(
            "list",
            300,
            i ->
                assertThat(admin.get(KEYS + "?" + queries.get(i % queries.size()), owner).status())
                    .isEqualTo(200));

    assertThat(Duration.ofNanos(p95)).isLessThan(Duration.ofMillis(150));
  }

  @Test
  @Order(2)
  void aCreationTakesAtMost50Milliseconds() {
    long p95 =
        p95(
            "create",
            300,
            i -> {
              Reply made =
                  admin.post(KEYS, owner, "{\"profile\":\"agent\",\"name\":\"made " + i + "\"}");
              assertThat(made.status()).isEqualTo(201);
            });

    assertThat(Duration.ofNanos(p95)).isLessThan(Duration.ofMillis(50));
  }

  @Test
  @Order(3)
  void aHundredThousandKeysAreImportedInAMinute() {
    long begin = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      importThousand("mass", i);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begin);

    System.out.println("import of 100,000 keys: " + took.toMillis() + " ms");
    assertThat(took).isLessThan(Duration.ofSeconds(60));
  }

  private void importThousand(String tenant, int batch) {
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      int number = batch * 1_000 + i;
      items
          .append(i == 0 ? "" : ",")
          .append(tenant.equals("mass") ? UNIQUE : "{\"profile\":\"agent\",\"name\":\"key ")
          .append(number)
          .append("\",\"tags\":[\"t")
          .append(number % 100)
          .append("\"],\"sha256\":\"")
          .append(tenant.equals("mass") ? "aa" : "bb")
          .append(String.format("%062x", number))
          .append("\"}");
    }
    Reply reply =
        admin.post(KEYS + "/import", admin.token(tenant, "owner"), "{\"items\":[" + items + "]}");
    assertThat(reply.at("/created")).as(reply.text()).isEqualTo("1000");
  }

  private static long p95(String what, int times, IntConsumer work) {
    for (int i = 0; i < 30; i++) {
      work.accept(times + i);
    }
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      long begin = System.nanoTime();
      work.accept(i);
      nanos.add(System.nanoTime() - begin);
    }
    Collections.sort(nanos);
    long p95 = nanos.get(times * 95 / 100);
    System.out.println(what + ": p95 " + p95 / 1_000 + " us");
    return p95;
  }
}
