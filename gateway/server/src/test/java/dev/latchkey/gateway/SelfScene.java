// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import dev.latchkey.config.ConfigException;
import dev.latchkey.config.ConfigLoader;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.KeyStatus;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A gateway whose holders of keys look after them, and calls to it. */
final class SelfScene implements AutoCloseable {
  static final String SELF = "/.latchkey/self";

  private static final String CONFIG =
      """
      version: 1
      store: { embedded: { data: ./unused } }
      gateway: { listen: "127.0.0.1:0" }
      scopes: [ { id: "leads:read" } ]
      profiles:
        agent: { prefix: lk_test_, credentials: [ X-Agent-Token ], selfRotate: true }
        fixed: { prefix: lk_fixed_, credentials: [ X-API-Key ] }
      upstreams: { crm: { targets: [ "http://127.0.0.1:1" ] } }
      routes:
        - { id: host, path: "/**", hosts: [ localhost ], public: true, upstream: crm }
        - { id: all, path: "/**", scopes: { any: [ "leads:read" ] }, upstream: crm }
      """;

  private final Vertx vertx = Vertx.vertx();
  private final TestClock clock = new TestClock();
  private final MapKeys store = new MapKeys(clock);
  private final HttpClient client = HttpClient.newHttpClient();
  private final TestGateway gateway;

  SelfScene() {
    try {
      gateway =
          new TestGateway(
              vertx,
              new ConfigLoader(Map.of()).loadText("test", CONFIG, Path.of(".")),
              store,
              clock);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
  }

  TestGateway gateway() {
    return gateway;
  }

  MapKeys store() {
    return store;
  }

  Instant now() {
    return clock.instant();
  }

  KeyFixture stored(KeyFixture key) {
    store.put(key.newKey());
    return key;
  }

  KeyStatus state(KeyFixture key) {
    return Answers.of(store.read(key.tenant(), key.id())).status(clock.instant());
  }

  static String code(HttpResponse<String> answer) {
    return new JsonObject(answer.body()).getString("code");
  }

  HttpResponse<String> call(String method, String path, KeyFixture key, String body) {
    return call(method, path, "X-Agent-Token", key.secret().reveal(), body);
  }

  HttpResponse<String> call(String method, String path, String header, String secret, String body) {
    return exchange("http://127.0.0.1:" + gateway.port() + path, method, header, secret, body);
  }

  HttpResponse<String> send(String url, String method, String header, KeyFixture key, String body) {
    return exchange(url, method, header, key.secret().reveal(), body);
  }

  private HttpResponse<String> exchange(
      String url, String method, String header, String secret, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(20))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!secret.isEmpty()) {
      request.header(header, secret);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    gateway.close();
    vertx.close();
  }
}
