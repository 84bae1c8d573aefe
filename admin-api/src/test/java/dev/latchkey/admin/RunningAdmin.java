// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import dev.latchkey.admin.access.AdminTokens;
import dev.latchkey.admin.access.TestClock;
import dev.latchkey.admin.login.LoginCodes;
import dev.latchkey.admin.openapi.ApiDocument;
import dev.latchkey.admin.verify.CallEvaluator;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.keys.Actor;
import dev.latchkey.keys.Attribution;
import dev.latchkey.keys.Canary;
import dev.latchkey.keys.KeyHasher;
import dev.latchkey.keys.KeyMint;
import dev.latchkey.keys.Pepper;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.UsageLedger;
import dev.latchkey.keys.calls.CallRecords;
import dev.latchkey.keys.postgres.OpenStores;
import dev.latchkey.keys.postgres.PgSettings;
import dev.latchkey.keys.postgres.PgStore;
import dev.latchkey.keys.postgres.TestDatabase;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The real listener before a real database, and a client for it. */
final class RunningAdmin implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-22T10:00:00.123Z");

  final TestClock clock = new TestClock(START);
  final AdminApi api;

  private static final ApiDocument DOCUMENT = new ApiDocument();

  /** As creation and rotation show it, and as the dialects do. */
  private static final Pattern SECRET = Pattern.compile("\"(?:secret|key)\":\"([^\"]{24,})\"");

  final AdminVerticle verticle;
  private final Vertx vertx;
  private final PgStore store;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  RunningAdmin(TestDatabase database) {
    this(database, TestConfig.create(List.of()));
  }

  RunningAdmin(TestDatabase database, LatchkeyConfig config) {
    this(database.settings(), config);
  }

  RunningAdmin(PgSettings database, LatchkeyConfig config) {
    this(Vertx.vertx(), database, config);
  }

  /** On this Vert.x, which is closed with it. */
  RunningAdmin(Vertx vertx, PgSettings database, LatchkeyConfig config) {
    this.vertx = vertx;
    SecureRandom random = new SecureRandom();
    KeyHasher hasher = new KeyHasher(new Pepper("pepper-".repeat(8)), List.of());
    this.store = get(OpenStores.open(vertx, database, hasher, clock));
    AdminPorts ports = new AdminPorts(store.control(), CallEvaluator.NONE);
    KeyMint mint = new KeyMint(random);
    this.verticle = new AdminVerticle(vertx, DOCUMENT, config, ports, mint, clock, random);
    this.api =
        new AdminApi(
            vertx,
            DOCUMENT,
            config,
            Objects.requireNonNull(config.admin()),
            ports,
            mint,
            clock,
            random);
    get(vertx.deployVerticle(verticle));
  }

  /** A code as the command line makes it. */
  String resetCode(String tenant, String name, String role) {
    return get(
        new LoginCodes(store.control().accounts(), clock, new SecureRandom())
            .forName(
                new Attribution(
                    new Tenant(tenant),
                    new Actor(Actor.Type.OPERATOR, "test", "test"),
                    "test",
                    null,
                    null),
                name,
                role));
  }

  CallRecords calls() {
    return store.control().calls();
  }

  UsageLedger usage() {
    return store.usage();
  }

  int port() {
    return verticle.actualPort();
  }

  /** A router as the verticle builds it. */
  Router router() {
    return api.router().build(api.operations());
  }

  /** A token of the default tenant. */
  String token(String role) {
    return token("acme", role);
  }

  String token(String tenant, String role) {
    return new AdminTokens(clock).issue(TestConfig.ISSUER, tenant, role, Duration.ofDays(300));
  }

  /** A token with these permissions and no role. */
  String tokenWith(String... permissions) {
    return Jwts.builder()
        .issuer(TestConfig.ISSUER.issuer())
        .claim("aud", TestConfig.ISSUER.audience())
        .subject("lan")
        .claim("tenant", "acme")
        .claim("permissions", List.of(permissions))
        .expiration(Date.from(clock.instant().plus(Duration.ofDays(300))))
        .signWith(
            Keys.hmacShaKeyFor(TestConfig.SECRET.getBytes(StandardCharsets.UTF_8)), Jwts.SIG.HS256)
        .compact();
  }

  Reply get(String path, String token) {
    return send("GET", path, token, null);
  }

  Reply post(String path, String token, String body) {
    return send("POST", path, token, body, "Content-Type", "application/json");
  }

  /** Sends a request; headers are names and values in turn. */
  Reply send(
      String method,
      String path,
      @Nullable String token,
      @Nullable String body,
      String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .timeout(Duration.ofSeconds(20))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      Reply reply = new Reply(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
      guard(method, path, reply);
      return reply;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What shows a secret lets it loose; nothing else may show one. */
  private static void guard(String method, String path, Reply reply) {
    Matcher shown = SECRET.matcher(reply.text());
    if (method.equals("POST") && reply.status() / 100 == 2 && shown.find()) {
      Canary.release("a key of " + path, shown.group(1));
    } else {
      Canary.requireNoneIn("the answer to " + method + " " + path, reply.text());
    }
  }

  /** Stops the store under the running listener. */
  void loseStore() {
    get(store.close());
  }

  /**
   * The store first, as the program does: Vert.x would close a pool and its client at once, and a
   * connection that is just being opened then keeps the pool waiting for ever.
   */
  @Override
  public void close() {
    get(store.close());
    get(vertx.close());
  }

  static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
