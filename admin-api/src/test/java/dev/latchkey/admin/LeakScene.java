// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

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
import org.junit.jupiter.api.extension.ExtendWith;

/** A control plane that takes alerts from a scripted GitHub; a tenant of its own for each test. */
@ExtendWith(PostgresExtension.class)
class LeakScene {
  static final String GITHUB = "/admin/v1/leaks/github";
  static final String LEAKS = "/admin/v1/leaks";
  static final String DECOYS = "/admin/v1/decoys";

  static final AtomicInteger TENANTS = new AtomicInteger();

  final String tenant = "t" + TENANTS.incrementAndGet();
  final KeyPair github = pair();
  ScriptedEndpoint endpoint;
  RunningAdmin admin;
  String owner;

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

  Reply awaitEvent(String action) {
    String path = "/admin/v1/audit-events?action=" + action;
    for (int i = 0; i < 200; i++) {
      Reply events = admin.get(path, owner);
      if (!events.json().path("data").isEmpty()) {
        return events;
      }
    }
    throw new AssertionError("no event " + action);
  }

  Reply lay() {
    return admin.post(DECOYS, owner, "{\"profile\":\"agent\",\"name\":\"in the old wiki\"}");
  }

  Reply create(String profile) {
    return admin.post("/admin/v1/keys", owner, "{\"profile\":\"" + profile + "\",\"name\":\"n\"}");
  }

  String status(Reply key) {
    return admin.get("/admin/v1/keys/" + key.at("/key/id"), owner).at("/status");
  }

  List<String> actions() {
    List<String> actions = new ArrayList<>();
    admin
        .get("/admin/v1/audit-events", owner)
        .json()
        .path("data")
        .forEach(event -> actions.add(event.path("action").asText()));
    return actions;
  }

  Reply post(String body, String signature, String keyId) {
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

  static String alert(String token, String url) {
    return "[{\"token\":\"" + token + "\",\"type\":\"latchkey\",\"url\":\"" + url + "\"}]";
  }

  static String signed(String body, KeyPair by) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(by.getPrivate());
      signature.update(body.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  static String publicKeys(KeyPair pair) {
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

  static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  static String sha256(String text) {
    return HexFormat.of().formatHex(KeyDigest.of(text).toBytes());
  }
}
