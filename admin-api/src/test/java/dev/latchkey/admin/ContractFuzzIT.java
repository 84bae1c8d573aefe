// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import dev.latchkey.admin.FuzzRequests.Request;
import dev.latchkey.admin.json.MalformedJsonException;
import dev.latchkey.admin.json.StrictJson;
import dev.latchkey.config.LoginConfig;
import dev.latchkey.keys.postgres.KeySchema;
import dev.latchkey.keys.postgres.PgSettings;
import dev.latchkey.keys.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Whatever is sent that the document could be read to allow: no answer is a fault of ours, every
 * answer is as the document says, and nothing is done for who does not say who he is.
 */
// Filled before the first try by what jqwik runs first.
@SuppressWarnings("NullAway.Init")
class ContractFuzzIT {
  private static final String BASE = "https://latchkey.dev/openapi/admin";
  private static final Map<String, JsonSchema> SCHEMAS = new HashMap<>();

  private static EmbeddedPostgres postgres;
  private static RunningAdmin admin;
  private static FuzzRequests requests;
  private static JsonSchemaFactory factory;
  private static String owner;

  @BeforeContainer
  static void start() {
    postgres = EmbeddedPostgres.start(EmbeddedPostgres.Settings.throwAway());
    PgSettings settings = PgSettings.of(postgres.address());
    new KeySchema(settings).migrate();
    LoginConfig login =
        new LoginConfig(
            null,
            Duration.ofMinutes(30),
            Duration.ofHours(12),
            new LoginConfig.Local("acme"),
            null);
    admin = new RunningAdmin(settings, TestConfig.create(login));
    owner = admin.token("owner");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ids.add(
          made("/admin/v1/keys", "{\"profile\":\"agent\",\"name\":\"k" + i + "\"}").at("/key/id"));
    }
    ids.add(made("/admin/v1/consumers", "{\"externalId\":\"one\"}").at("/id"));
    ids.add(made("/admin/v1/consumers", "{\"externalId\":\"two\"}").at("/id"));
    ids.add(made("/admin/v1/webhooks", "{\"url\":\"https://hooks.test/\"}").at("/webhook/id"));
    JsonNode document = admin.api.document().tree();
    requests = new FuzzRequests(document, ids);
    factory =
        JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder ->
                builder.schemaLoaders(
                    loaders -> loaders.schemas(Map.of(BASE, document.toString()))));
  }

  private static Reply made(String path, String body) {
    Reply made = admin.post(path, owner, body);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made;
  }

  @AfterContainer
  static void stop() {
    admin.close();
    postgres.close();
  }

  @Provide
  Arbitrary<Request> request() {
    return requests.any();
  }

  @Property(tries = 600, shrinking = ShrinkingMode.BOUNDED)
  void everyAnswerIsAsTheDocumentSaysAndNoneIsAFaultOfOurs(@ForAll("request") Request request) {
    assertContract(request);
  }

  @Property(tries = 30_000, shrinking = ShrinkingMode.BOUNDED)
  @Tag("long")
  void inTheLongRunToo(@ForAll("request") Request request) {
    assertContract(request);
  }

  @Example
  void anExportIsLinesAndNotOneDocument() {
    String pointer = "/paths/~1admin~1v1~1audit-events/get";
    JsonNode operation = admin.api.document().tree().at(pointer);

    assertContract(
        new Request(
            operation, pointer, "GET", "/admin/v1/audit-events", "?format=ndjson", Map.of(), ""));
  }

  @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
  void nothingIsDoneForWhoDoesNotSayWhoHeIs(@ForAll("request") Request request) {
    boolean open = request.operation().path("security").isArray();

    Reply nobody = send(request, null);
    Reply stranger = send(request, "a.b.c");

    if (!open) {
      assertThat(nobody.status()).as(request.toString()).isEqualTo(401);
      assertThat(stranger.status()).as(request.toString()).isEqualTo(401);
      assertThat(nobody.header("WWW-Authenticate")).startsWith("Bearer");
    }
  }

  private static void assertContract(Request request) {
    Reply reply = send(request, owner);

    if (reply.status() != 503 || !asksTheGateway(request)) {
      assertThat(reply.status()).as("%s%n%s", request, reply.text()).isLessThan(500);
    }
    assertThat(reply.header("X-Request-Id")).isNotEmpty();
    assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    JsonNode responses = request.operation().path("responses");
    String status = String.valueOf(reply.status());
    String member = responses.has(status) ? status : "default";
    assertThat(responses.has(member)).as("%s answers %s", request, status).isTrue();
    if (reply.status() >= 400) {
      assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    }
    assertSchema(request, member, reply);
  }

  /** Of which there is none in this process. */
  private static boolean asksTheGateway(Request request) {
    return request.path().endsWith("/verify") || request.path().endsWith("/explain");
  }

  private static void assertSchema(Request request, String member, Reply reply) {
    JsonNode response = request.operation().path("responses").path(member);
    String pointer =
        response.has("$ref")
            ? response.path("$ref").asText().substring(1)
            : request.pointer() + "/responses/" + member;
    JsonNode content = admin.api.document().tree().at(pointer).path("content");
    if (content.isMissingNode()) {
      assertThat(reply.text()).as(request.toString()).isEmpty();
      return;
    }
    String type = reply.header("Content-Type");
    assertThat(content.has(type)).as("%s answers %s", request, type).isTrue();
    if (type.equals("application/x-ndjson")) {
      assertThat(reply.text().lines()).as(request.toString()).allMatch(ContractFuzzIT::isObject);
      return;
    }
    String media = type.replace("/", "~1");
    JsonSchema schema =
        SCHEMAS.computeIfAbsent(
            pointer + "/content/" + media + "/schema",
            place -> factory.getSchema(SchemaLocation.of(BASE + "#" + place)));
    assertThat(schema.validate(reply.json())).as("%s%n%s", request, reply.text()).isEmpty();
  }

  private static boolean isObject(String line) {
    try {
      return StrictJson.parse(line).isObject();
    } catch (MalformedJsonException notJson) {
      return false;
    }
  }

  private static Reply send(Request request, @Nullable String token) {
    // Calls that need nobody are limited by the minute.
    admin.clock.advance(Duration.ofSeconds(1));
    List<String> headers = new ArrayList<>();
    request
        .headers()
        .forEach(
            (name, value) -> {
              headers.add(name);
              headers.add(value);
            });
    return admin.send(
        request.method(),
        request.path() + request.query(),
        token,
        request.body().isEmpty() ? null : request.body(),
        headers.toArray(String[]::new));
  }
}
