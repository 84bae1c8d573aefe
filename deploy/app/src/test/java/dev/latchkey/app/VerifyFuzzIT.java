// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.openapi.ApiDocument;
import dev.latchkey.admin.problem.Faults;
import dev.latchkey.keys.KeyDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Questions to verify and explain, sound ones and others, with a real gateway to judge them. */
class VerifyFuzzIT {
  private static final long SEED = 20_261_126L;
  private static final int QUESTIONS = 400;
  private static final String RULES =
      """
      scopes: [ { id: "things:read" }, { id: "things:write" } ]
      plans: { tiny: { limits: [ { name: hour, limit: 1, window: 1h } ] } }
      profiles:
        app: { prefix: app_, credentials: [ X-API-Key ], environments: { live: {}, test: {} } }
        tiny: { prefix: tiny_, credentials: [ X-API-Key ], plan: tiny }
      routes:
        - { id: things, path: /things/**, methods: [ GET ], scopes: { all: [ "things:read" ] }, upstream: backend }
        - { id: write, path: /things/**, methods: [ POST ], scopes: { any: [ "things:write" ] }, upstream: backend }
        - { id: live, path: "/live/{id}", hosts: [ api.test ], environment: live, scopes: { all: [] }, upstream: backend }
        - { id: app, path: /app, profiles: [ app ], scopes: { all: [] }, upstream: backend }
        - { id: open, path: /open/**, public: true, upstream: backend }
      """;
  private static final List<String> PATHS =
      List.of(
          "/things/1?a=b",
          "/things",
          "/live/7",
          "/app",
          "/open/x",
          "/nowhere",
          "/things/../app",
          "/things/%2e%2e/app",
          "/%00",
          "/things/%",
          "things",
          "*",
          "http://api.test/things/1",
          "/things/\\app",
          "//things",
          "/things/\u1EA5",
          "/" + "x".repeat(4_000),
          "");
  private static final List<String> HOSTS =
      List.of("api.test", "API.TEST:8080", "other.test", "[::1]:80", "a b", "\u00E9.test", "");
  private static final List<String> METHODS =
      List.of("GET", "get", "POST", "HEAD", "OPTIONS", "CONNECT", "TRACE", "BREW", "G T", "");
  private static final List<String> ADDRESSES =
      List.of("10.0.0.1", "192.0.2.1", "2001:db8::1", "::ffff:10.0.0.1", "localhost", "10.0.0.0/8");

  private static final ObjectMapper json = new ObjectMapper();

  private static TwoNodes nodes;

  private final Random random = new Random(SEED);
  private final ApiDocument document = new ApiDocument();
  private final List<String> secrets = new ArrayList<>();
  private final List<String> ids = new ArrayList<>(List.of("0", "key_0000000000000000000000"));

  @BeforeAll
  static void start() {
    nodes = new TwoNodes(RULES);
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  @Test
  void everyQuestionIsJudgedOrRefusedForWhatIsWrongWithIt() {
    makeKeys();
    Set<String> codes = new TreeSet<>();

    for (int i = 0; i < QUESTIONS; i++) {
      boolean explain = random.nextInt(3) == 0;
      ObjectNode question = question(explain);
      Calls.Answer answer =
          nodes.post(nodes.one, explain ? "/explain" : "/verify", question.toString());
      codes.add(judged(question, answer));
    }

    assertThat(codes)
        .as("all that a call can be told was told")
        .contains(
            "valid",
            "validation_failed",
            "not_found",
            "route_not_found",
            "method_not_allowed",
            "ambiguous_path",
            "key_invalid",
            "insufficient_scope",
            "wrong_environment",
            "ip_not_allowed",
            "rate_limited");
  }

  /** What the answer says, once it is found to agree with itself and with the document. */
  private String judged(ObjectNode question, Calls.Answer answer) {
    String both = question + " is told " + answer.status() + " " + answer.body();
    assertThat(answer.status()).as(both).isIn(200, 400, 404);
    assertThat(secrets).as(both).noneMatch(answer.body()::contains);
    JsonNode body = answer.json();
    Faults faults = new Faults();
    document.schema(answer.status() == 200 ? "Judgement" : "Problem").check(body, faults);
    assertThat(faults.isEmpty()).as(both).isTrue();
    if (answer.status() != 200) {
      return body.path("code").asText();
    }
    boolean valid = body.path("valid").asBoolean();
    List<JsonNode> trace = new ArrayList<>();
    body.path("trace").forEach(trace::add);
    assertThat(trace).as(both).isNotEmpty();
    assertThat(body.has("code")).as(both).isEqualTo(!valid);
    assertThat(trace.stream().allMatch(check -> check.path("ok").asBoolean()))
        .as(both)
        .isEqualTo(valid);
    return valid ? "valid" : body.path("code").asText();
  }

  private ObjectNode question(boolean explain) {
    ObjectNode question = json.createObjectNode();
    if (explain) {
      question.put("keyId", any(ids));
    } else if (random.nextBoolean()) {
      question.put("key", any(secrets));
    } else {
      question.put("sha256", HexFormat.of().formatHex(KeyDigest.of(any(secrets)).toBytes()));
    }
    question.put("method", random.nextInt(3) > 0 ? "GET" : any(METHODS));
    question.put("path", random.nextInt(2) > 0 ? PATHS.get(random.nextInt(5)) : any(PATHS));
    if (random.nextInt(3) == 0) {
      question.put("host", random.nextBoolean() ? "api.test" : any(HOSTS));
    }
    if (random.nextInt(3) == 0) {
      question.put("ip", any(ADDRESSES));
    }
    if (!explain && random.nextInt(4) == 0) {
      question.put("dryRun", random.nextBoolean());
    }
    return question;
  }

  private void makeKeys() {
    secrets.add(keep("app", ",\"scopes\":[\"things:read\"],\"environment\":\"live\""));
    secrets.add(keep("app", ",\"scopes\":[\"things:write\"],\"environment\":\"test\""));
    secrets.add(keep("app", ",\"scopes\":[\"things:read\"],\"ipAllow\":[\"10.0.0.0/8\"]"));
    secrets.add(keep("tiny", ",\"scopes\":[\"things:read\"]"));
    secrets.add("app_" + "0".repeat(36));
    secrets.add("nothing like a key");
    String ended = keep("app", ",\"scopes\":[\"things:read\"]");
    secrets.add(ended);
    nodes.post(nodes.one, "/keys/" + ids.get(ids.size() - 1) + "/revoke", "{}");
    ids.add(ids.get(3).toUpperCase(Locale.ROOT));
  }

  private String keep(String profile, String rest) {
    JsonNode made = nodes.create(profile, "k" + ids.size(), rest);
    ids.add(made.at("/key/id").asText());
    return made.path("secret").asText();
  }

  private String any(List<String> pool) {
    return pool.get(random.nextInt(pool.size()));
  }
}
