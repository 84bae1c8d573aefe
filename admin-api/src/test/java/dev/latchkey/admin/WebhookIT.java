// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.admin.json.StrictJson;
import dev.latchkey.admin.problem.Faults;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AdminExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookIT {
  private static final String HOOKS = "/admin/v1/webhooks";

  private final WebhookReceiver receiver = new WebhookReceiver();
  private RunningAdmin admin;
  private String owner;

  @BeforeAll
  void start(RunningAdmin running) {
    admin = running;
    owner = admin.token("owner");
  }

  @AfterAll
  void stop() {
    receiver.close();
  }

  @Test
  void aChangeOfAKeyIsToldSignedAndOnce() throws Exception {
    JsonNode made = create("{\"url\":\"%s\",\"events\":[\"key.*\"]}");
    String key =
        admin
            .post("/admin/v1/keys", owner, "{\"profile\":\"agent\",\"name\":\"told\"}")
            .json()
            .at("/key/id")
            .asText();

    WebhookReceiver.Received told = receiver.next();

    JsonNode event = StrictJson.parse(told.body());
    assertThat(event.path("type").asText()).isEqualTo("key.create");
    assertThat(event.at("/target/id").asText()).isEqualTo(key);
    assertThat(told.signature()).isEqualTo(told.signedWith(made.path("secret").asText()));
    delete(made);
    assertThat(receiver.heardNothing()).isTrue();
  }

  @Test
  void whoeverWaitsForItIsToldOfADecoyThatIsTried() throws Exception {
    JsonNode made = create("{\"url\":\"%s\",\"events\":[\"decoy.used\"]}");
    Reply laid = admin.post("/admin/v1/decoys", owner, "{\"profile\":\"agent\",\"name\":\"bait\"}");
    admin.get("/admin/v1/keys", laid.at("/secret"));

    WebhookReceiver.Received told = receiver.next();

    JsonNode event = StrictJson.parse(told.body());
    assertThat(event.path("type").asText()).isEqualTo("decoy.used");
    assertThat(event.at("/target/id").asText()).isEqualTo(laid.at("/decoy/id"));
    assertThat(told.signature()).isEqualTo(told.signedWith(made.path("secret").asText()));
    delete(made);
  }

  @Test
  void whoeverWaitsForItIsToldOfALeakedKey() throws Exception {
    JsonNode made = create("{\"url\":\"%s\",\"events\":[\"key.leak_reported\"]}");
    Reply key = admin.post("/admin/v1/keys", owner, "{\"profile\":\"agent\",\"name\":\"leaky\"}");
    admin.post(
        "/admin/v1/leaks",
        owner,
        "{\"reports\":[{\"key\":\"" + key.at("/secret") + "\",\"source\":\"wiki\"}]}");

    JsonNode event = StrictJson.parse(receiver.next().body());

    assertThat(event.path("type").asText()).isEqualTo("key.leak_reported");
    assertThat(event.at("/target/id").asText()).isEqualTo(key.at("/key/id"));
    delete(made);
  }

  @Test
  void theSecretIsInOneAnswerOnly() {
    JsonNode made = create("{\"url\":\"%s\",\"events\":[\"leak.report\"]}");
    String secret = made.path("secret").asText();

    assertThat(admin.get(HOOKS, owner).text()).doesNotContain(secret);
    assertThat(admin.get(path(made), owner).text()).doesNotContain(secret);
    assertThat(admin.get("/admin/v1/audit-events", owner).text()).doesNotContain(secret);
    assertObeys("WebhookCreated", made);
    delete(made);
  }

  @Test
  void aTestIsSentAtOnceAndListed() throws Exception {
    JsonNode made = create("{\"url\":\"%s\",\"events\":[\"leak.report\"]}");

    Reply queued = send("POST", path(made) + "/test", owner);

    assertThat(queued.status()).isEqualTo(202);
    assertThat(receiver.next().id()).isEqualTo(queued.json().path("id").asText());
    assertObeys("DeliveryList", admin.get(path(made) + "/deliveries", owner).json());
    delete(made);
  }

  @Test
  void whatFailedIsTriedAgainLaterAndCanBeSentByHand() throws Exception {
    receiver.answer(500);
    JsonNode made = create("{\"url\":\"%s\",\"events\":[\"leak.report\"]}");
    String id = send("POST", path(made) + "/test", owner).json().path("id").asText();
    receiver.next();
    receiver.answer(204);
    awaitAttempt(made);
    admin.clock.advance(Duration.ofSeconds(10));

    assertThat(receiver.next().id()).isEqualTo(id);
    String again = path(made) + "/deliveries/" + id + "/redeliver";
    assertThat(send("POST", again, owner).status()).isEqualTo(202);
    assertThat(receiver.next().id()).isEqualTo(id);
    delete(made);
  }

  @Test
  void aDisabledOneIsNotTold() {
    JsonNode made = create("{\"url\":\"%s\",\"enabled\":false}");
    admin.post("/admin/v1/keys", owner, "{\"profile\":\"agent\",\"name\":\"untold\"}");

    assertThat(admin.get(path(made) + "/deliveries", owner).json().path("data")).isEmpty();
    delete(made);
  }

  @Test
  void whatIsPatchedChangesAndTheRestStays() {
    JsonNode made = create("{\"url\":\"%s\",\"events\":[\"key.revoke\"]}");

    Reply patched =
        admin.send(
            "PATCH",
            path(made),
            owner,
            "{\"enabled\":false}",
            "Content-Type",
            "application/merge-patch+json");

    assertThat(patched.status()).isEqualTo(200);
    assertThat(patched.json().path("enabled").asBoolean()).isFalse();
    assertThat(patched.json().at("/events/0").asText()).isEqualTo("key.revoke");
    delete(made);
  }

  @Test
  void addressesThatAreNoneAreRefused() {
    for (String url :
        new String[] {"ftp://example.test/", "http://user@example.test/", "nothing at all"}) {
      Reply refused = admin.post(HOOKS, owner, "{\"url\":\"" + url + "\"}");

      assertThat(refused.status()).as(url).isEqualTo(400);
      assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/url");
    }
  }

  @Test
  void anotherTenantsAreNotFound() {
    JsonNode made = create("{\"url\":\"%s\",\"events\":[\"leak.report\"]}");
    String other = admin.token("globex", "owner");

    assertThat(admin.get(path(made), other).status()).isEqualTo(404);
    assertThat(send("POST", path(made) + "/test", other).status()).isEqualTo(404);
    assertThat(send("DELETE", path(made), other).status()).isEqualTo(404);
    assertThat(admin.get(HOOKS, other).json().path("data")).isEmpty();
    delete(made);
  }

  private JsonNode create(String body) {
    String url = receiver.url() + "/hook?x=1";
    Reply made = admin.post(HOOKS, owner, body.formatted(url));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json();
  }

  private void delete(JsonNode made) {
    assertThat(send("DELETE", path(made), owner).status()).isEqualTo(204);
  }

  private static String path(JsonNode made) {
    return HOOKS + "/" + made.at("/webhook/id").asText();
  }

  /** Until the failed attempt is written down, with the time of the next. */
  private void awaitAttempt(JsonNode made) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    String deliveries = path(made) + "/deliveries";
    while (admin.get(deliveries, owner).json().at("/data/0/attempts").asInt() == 0) {
      assertThat(System.nanoTime()).as("the attempt was not noted").isLessThan(deadline);
    }
  }

  private Reply send(String method, String path, String token) {
    return admin.send(method, path, token, null);
  }

  private void assertObeys(String schema, JsonNode body) {
    Faults faults = new Faults();
    admin.api.document().schema(schema).check(body, faults);
    assertThat(faults.isEmpty()).as(body.toString()).isTrue();
  }
}
