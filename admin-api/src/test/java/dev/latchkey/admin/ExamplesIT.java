// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.keys.postgres.PostgresExtension;
import dev.latchkey.keys.postgres.TestDatabase;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The examples of the document, sent as they stand: what people copy works. */
@ExtendWith(PostgresExtension.class)
class ExamplesIT {
  private static final String PLACEHOLDER = "0199a1b2-0000-7000-8000-000000000001";

  @Test
  void everyExampleOfTheDocumentRuns(TestDatabase database) {
    AtomicInteger sent = new AtomicInteger();
    try (RunningAdmin admin = new RunningAdmin(database)) {
      for (Operation operation : admin.api.documented()) {
        JsonNode body =
            admin
                .api
                .document()
                .tree()
                .path("paths")
                .path(operation.path())
                .path(operation.method().name().toLowerCase(Locale.ROOT))
                .path("requestBody");
        for (JsonNode example : body.at("/content/application~1json/examples")) {
          Reply reply = send(admin, operation, example.path("value").toString());
          assertThat(reply.status()).as(operation.id() + ": " + reply.text()).isLessThan(300);
          sent.incrementAndGet();
        }
      }
    }
    assertThat(sent).hasValueGreaterThan(10);
  }

  /** Each example with a resource of its own, named where the example has a placeholder. */
  private static Reply send(RunningAdmin admin, Operation operation, String body) {
    String owner = admin.token("owner");
    boolean consumer = operation.path().contains("/consumers/");
    String id =
        consumer
            ? admin
                .post(
                    "/admin/v1/consumers", owner, "{\"externalId\":\"" + System.nanoTime() + "\"}")
                .at("/id")
            : admin
                .post("/admin/v1/keys", owner, "{\"profile\":\"agent\",\"name\":\"example\"}")
                .at("/key/id");
    return admin.send(
        operation.method().name(),
        operation.path().replace("{id}", id),
        owner,
        body.replace(PLACEHOLDER, id),
        "Content-Type",
        "application/json");
  }
}
