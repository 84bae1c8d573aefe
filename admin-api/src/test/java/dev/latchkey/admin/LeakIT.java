// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.admin.RunningAdmin.Reply;
import dev.latchkey.admin.access.ScriptedEndpoint;
import dev.latchkey.admin.json.Json;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.postgres.PostgresExtension;
import dev.latchkey.keys.postgres.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys that were found where they do not belong: GitHub's alerts, reports, decoys. */
@ExtendWith(PostgresExtension.class)
class LeakIT {
  private static final String GITHUB = "/admin/v1/leaks/github";
  private static final String LEAKS = "/admin/v1/leaks";
  private static final String DECOYS = "/admin/v1/decoys";

  private static final AtomicInteger TENANTS = new AtomicInteger();

  private final String tenant = "t" + TENANTS.incrementAndGet();
  private final KeyPair github = pair();
  private ScriptedEndpoint endpoint;
  private RunningAdmin admin;
  private String owner;

  @BeforeEach
  void start(TestDatabase database) {
    endpoint = new ScriptedEndpoint();
    endpoint.answers(publicKeys(github));
    admin = new RunningAdmin(database, TestConfig.withGithubKeys(endpoint.url()));
    owner = admin.token(tenant, "owner");
  }

  @AfterEach
  void stop() {
    admin.close();
    endpoint.close();
  }

  @Test
  void aKeyThatGithubFoundIsRevokedWhereItsProfileSaysSo() {
    Reply key = create("agent");
    String alert = alert(key.at("/secret"), "https://github.com/x/y");

    Reply reply = post(alert, signed(alert, github), "k1");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.at("/0/label")).isEqualTo("true_positive");
    assertThat(reply.at("/0/token_hash")).isEqualTo(sha256(key.at("/secret")));
    assertThat(reply.text()).doesNotContain(key.at("/secret"));
    assertThat(status(key)).isEqualTo("revoked");
    Reply reports = admin.get(LEAKS, owner);
    assertThat(reports.at("/data/0/keyId")).isEqualTo(key.at("/key/id"));
    assertThat(reports.at("/data/0/source")).isEqualTo("github");
    assertThat(reports.at("/data/0/action")).isEqualTo("revoke");
    assertThat(actions()).startsWith("key.leak_reported", "key.revoke");
  }

  @Test
  void aKeyWhoseProfileOnlyTellsGoesOn() {
    Reply key = create("bot");
    String alert = alert(key.at("/secret"), "https://github.com/x/y");

    post(alert, signed(alert, github), "k1");
    post(alert, signed(alert, github), "k1");

    assertThat(status(key)).isEqualTo("active");
    assertThat(admin.get(LEAKS, owner).json().path("data")).as("told once").hasSize(1);
  }

  @Test
  void whatIsNoKeyOfOursIsAFalsePositive() {
    String alert = alert("sk_" + "live_" + "x".repeat(36), "");

    assertThat(post(alert, signed(alert, github), "k1").at("/0/label")).isEqualTo("false_positive");
  }

  @Test
  void onlyTheNamedKeysSignatureOverTheseBytesCounts() {
    Reply key = create("agent");
    String alert = alert(key.at("/secret"), "");
    String signature = signed(alert, github);

    assertThat(post(alert + " ", signature, "k1").status()).isEqualTo(401);
    assertThat(post(alert, signed(alert, pair()), "k1").status()).isEqualTo(401);
    assertThat(post(alert, signature, "k2").status()).isEqualTo(401);
    assertThat(post(alert, "%%%", "k1").status()).isEqualTo(401);
    assertThat(admin.send("POST", GITHUB, null, alert, "Content-Type", "application/json").status())
        .isEqualTo(401);
    assertThat(status(key)).isEqualTo("active");
  }

  @Test
  void githubsKeysOutOfReachAreAFaultSoThatItTriesAgain() {
    endpoint.fails();
    String alert = alert("x", "");

    Reply reply = post(alert, signed(alert, github), "k1");

    assertThat(reply.status()).isEqualTo(503);
  }

  @Test
  void aSignedMessageThatIsNoListOfAlertsIsRefused() {
    for (String body : new String[] {"{}", "[1]", "[{}]", "nonsense"}) {
      assertThat(post(body, signed(body, github), "k1").status()).as(body).isEqualTo(400);
    }
  }

  @Test
  void anybodyWithThePermissionReportsByTextOrByDigest() {
    Reply byText = create("agent");
    Reply byDigest = create("agent");

    Reply reply =
        admin.post(
            LEAKS,
            owner,
            "{\"reports\":[{\"key\":\""
                + byText.at("/secret")
                + "\",\"source\":\"wiki\"},{\"sha256\":\""
                + sha256(byDigest.at("/secret"))
                + "\",\"source\":\"wiki\"},{\"key\":\"nothing\",\"source\":\"wiki\"}]}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("data").findValuesAsText("known"))
        .containsExactly("true", "true", "false");
    assertThat(status(byText)).isEqualTo("revoked");
    assertThat(status(byDigest)).isEqualTo("revoked");
  }

  @Test
  void aTenantCannotFindOutOrStopAnothersKeys() {
    Reply key = create("agent");

    Reply reply =
        admin.post(
            LEAKS,
            admin.token("globex", "owner"),
            "{\"reports\":[{\"key\":\"" + key.at("/secret") + "\",\"source\":\"x\"}]}");

    assertThat(reply.json().at("/data/0/known").asBoolean()).isFalse();
    assertThat(status(key)).isEqualTo("active");
    assertThat(admin.get(LEAKS, admin.token("globex", "owner")).json().path("data")).isEmpty();
  }

  @Test
  void aReportNamesEitherTheTextOrTheDigest() {
    Reply neither = admin.post(LEAKS, owner, "{\"reports\":[{\"source\":\"x\"}]}");

    assertThat(neither.errors()).containsExactly("/reports/0 required");
  }

  @Test
  void aDecoyIsShownOnceListedWithoutItsTextAndTakenAway() {
    Reply laid = lay();
    Reply list = admin.get(DECOYS, owner);

    assertThat(laid.status()).isEqualTo(201);
    assertThat(laid.at("/secret")).startsWith("sk_live_");
    assertThat(list.at("/data/0/name")).isEqualTo("in the old wiki");
    assertThat(list.text()).doesNotContain(laid.at("/secret"));
    assertThat(admin.get("/admin/v1/keys", owner).json().path("data")).isEmpty();
    String path = DECOYS + "/" + laid.at("/decoy/id");
    assertThat(admin.send("DELETE", path, admin.token("globex", "owner"), null).status())
        .isEqualTo(404);
    assertThat(admin.send("DELETE", path, owner, null).status()).isEqualTo(204);
    assertThat(admin.get(DECOYS, owner).json().path("data")).isEmpty();
  }

  @Test
  void aDecoyThatSomebodyTriesHereTellsOnHim() {
    Reply laid = lay();

    Reply tried = admin.get("/admin/v1/keys", laid.at("/secret"));

    assertThat(tried.status()).isEqualTo(401);
    assertThat(tried.at("/detail")).contains("API key");
    Reply events = awaitEvent("decoy.used");
    assertThat(events.at("/data/0/target/id")).isEqualTo(laid.at("/decoy/id"));
    assertThat(events.at("/data/0/address")).isEqualTo("127.0.0.1");
    assertThat(events.at("/data/0/changes/path/after")).isEqualTo("/admin/v1/keys");
    assertThat(admin.get(DECOYS, owner).at("/data/0/uses")).isEqualTo("1");
  }

  @Test
  void apiKeysAreRefusedHereWhereverTheyAreSent() {
    String key = create("agent").at("/secret");

    for (String header : new String[] {"X-API-Key", "X-Agent-Token", "x-api-token"}) {
      Reply reply = admin.send("GET", "/admin/v1/keys", null, null, header, key);
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.at("/detail")).startsWith("This is an API key");
    }
    Reply vietnamese = admin.send("GET", "/admin/v1/keys", key, null, "Accept-Language", "vi");
    assertThat(vietnamese.at("/detail")).startsWith("Đây là một khóa API");
  }

  @Test
  void aFoundDecoyIsReportedLikeAKey() {
    Reply laid = lay();
    String alert = alert(laid.at("/secret"), "https://github.com/x/y");

    Reply reply = post(alert, signed(alert, github), "k1");

    assertThat(reply.at("/0/label")).isEqualTo("true_positive");
    assertThat(admin.get(LEAKS, owner).at("/data/0/keyId")).isEqualTo(laid.at("/decoy/id"));
  }

  @Test
  void reportsAndDecoysComeInPages() {
    lay();
    lay();
    lay();

    Reply first = admin.get(DECOYS + "?limit=2", owner);
    Reply second = admin.get(DECOYS + "?limit=2&cursor=" + first.at("/nextCursor"), owner);

    assertThat(first.json().path("data")).hasSize(2);
    assertThat(second.json().path("data")).hasSize(1);
    assertThat(second.json().path("hasMore").asBoolean()).isFalse();
    assertThat(admin.get(LEAKS + "?cursor=" + first.at("/nextCursor"), owner).errors())
        .containsExactly("/query/cursor invalid_cursor");
  }

  @Test
  void aProfilesRulesAreThereForItsReaders() {
    Reply rules = admin.get("/admin/v1/profiles/agent/scanner-rules", admin.token("viewer"));

    assertThat(rules.at("/pattern")).isEqualTo("(?:sk_live_|sk_test_)[0-9A-Za-z]{36}");
    assertThat(create("agent").at("/secret")).matches(rules.at("/pattern"));
    assertThat(admin.get("/admin/v1/profiles/none/scanner-rules", owner).status()).isEqualTo(404);
  }

  private Reply awaitEvent(String action) {
    String path = "/admin/v1/audit-events?action=" + action;
    for (int i = 0; i < 200; i++) {
      Reply events = admin.get(path, owner);
      if (!events.json().path("data").isEmpty()) {
        return events;
      }
    }
    throw new AssertionError("no event " + action);
  }

  private Reply lay() {
    return admin.post(DECOYS, owner, "{\"profile\":\"agent\",\"name\":\"in the old wiki\"}");
  }

  private Reply create(String profile) {
    return admin.post("/admin/v1/keys", owner, "{\"profile\":\"" + profile + "\",\"name\":\"n\"}");
  }

  private String status(Reply key) {
    return admin.get("/admin/v1/keys/" + key.at("/key/id"), owner).at("/status");
  }

  private List<String> actions() {
    List<String> actions = new ArrayList<>();
    admin
        .get("/admin/v1/audit-events", owner)
        .json()
        .path("data")
        .forEach(event -> actions.add(event.path("action").asText()));
    return actions;
  }

  private Reply post(String body, String signature, String keyId) {
    return admin.send(
        "POST",
        GITHUB,
        null,
        body,
        "Content-Type",
        "application/json",
        "GITHUB-PUBLIC-KEY-IDENTIFIER",
        keyId,
        "GITHUB-PUBLIC-KEY-SIGNATURE",
        signature);
  }

  private static String alert(String token, String url) {
    return "[{\"token\":\"" + token + "\",\"type\":\"latchkey\",\"url\":\"" + url + "\"}]";
  }

  private static String signed(String body, KeyPair by) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(by.getPrivate());
      signature.update(body.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static String publicKeys(KeyPair pair) {
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n";
    var keys = Json.object();
    keys.putArray("public_keys")
        .addObject()
        .put("key_identifier", "k1")
        .put("key", pem)
        .put("is_current", true);
    return new String(Json.bytes(keys), StandardCharsets.UTF_8);
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static String sha256(String text) {
    return HexFormat.of().formatHex(KeyDigest.of(text).toBytes());
  }
}
