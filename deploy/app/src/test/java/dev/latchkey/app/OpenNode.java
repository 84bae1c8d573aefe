// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The program with all three listeners in the clear on ports of its own, a public route, some that
 * ask for scopes, and one more host: what an attacker finds.
 */
public final class OpenNode implements AutoCloseable {
  private static final String CONFIG =
      """
      version: 1
      store: { embedded: { data: ./data } }
      gateway: { listen: "127.0.0.1:0", %s }
      admin:
        listen: 127.0.0.1:0
        issuers:
          - { issuer: "https://id.test", audience: latchkey, algorithm: HS256, secret: "${env:ADMIN_JWT_SECRET}" }
      management: { listen: "127.0.0.1:0" }
      scopes: [ { id: "orders:read" }, { id: "orders:write" }, { id: admin } ]
      profiles: { app: { prefix: app_, credentials: [ X-API-Key, x-api-token, X-Agent-Token ] } }
      upstreams: { backend: { targets: [ "http://127.0.0.1:%d" ], %s } }
      routes:
        - { id: public, path: /public/**, public: true, upstream: backend }
        - { id: read, path: /api/orders/**, methods: [ GET, HEAD ], scopes: { all: [ "orders:read" ] }, rewrite: { stripPrefix: /api }, upstream: backend }
        - { id: write, path: /api/orders/**, methods: [ POST, PUT, PATCH, DELETE ], scopes: { all: [ "orders:write" ] }, rewrite: { stripPrefix: /api }, upstream: backend }
        - { id: admin, path: /api/admin/**, scopes: { all: [ admin ] }, rewrite: { stripPrefix: /api }, upstream: backend }
        - { id: secret, path: /secret/**, hosts: [ internal.test ], scopes: { all: [ admin ] }, upstream: backend }
      """;

  private static final String ONE_MORE =
      "  - { id: more, path: /more/**, public: true, upstream: backend }\n";

  private final Map<String, String> environment =
      Map.of("ADMIN_JWT_SECRET", "signing-" + UUID.randomUUID() + UUID.randomUUID());
  private final Calls http = new Calls();
  private final Path config;
  private final Program program;
  private final Map<String, URI> listeners;
  private @Nullable String token;

  /**
   * How to run it.
   *
   * @param gateway more members of the section
   * @param upstream more members of the only one
   * @param before words before those that start the JVM
   * @param flags of the JVM
   */
  public record Settings(String gateway, String upstream, List<String> before, List<String> flags) {
    public static Settings of(String gateway) {
      return new Settings(gateway, "", List.of(), Program.BRIEF);
    }

    public Settings upstream(String members) {
      return new Settings(gateway, members, before, flags);
    }

    public Settings behind(List<String> words) {
      return new Settings(gateway, upstream, words, flags);
    }

    /** With code that is compiled as well as can be, as it is where calls count. */
    public Settings optimized() {
      return new Settings(gateway, upstream, before, Program.OPTIMIZED);
    }
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param folder for its files
   * @param gateway more members of the section
   */
  public OpenNode(Path folder, int backendPort, String gateway) {
    this(folder, backendPort, Settings.of(gateway));
  }

  /** The same, with more to choose. */
  public OpenNode(Path folder, int backendPort, Settings settings) {
    this.config = folder.resolve("latchkey.yaml");
    try {
      Files.writeString(
          config, CONFIG.formatted(settings.gateway(), backendPort, settings.upstream()));
      this.program =
          Program.start(
              environment,
              settings.before(),
              settings.flags(),
              "serve",
              "--config",
              config.toString());
      this.listeners = listeners(program.awaitErr("ready: "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /**
   * @param listener gateway, admin or management
   */
  public int port(String listener) {
    return url(listener).getPort();
  }

  /** An owner's; made when it is first asked for, by a program of its own. */
  public String token() {
    String made = token == null ? newToken() : token;
    token = made;
    return made;
  }

  /** A new key that may read orders. */
  public String newKey(String name) {
    return created(name).getString("secret");
  }

  /** A key that was revoked as soon as it was made. */
  public String newRevokedKey(String name) {
    JsonObject created = created(name);
    String id = created.getJsonObject("key").getString("id");
    Calls.Answer revoked = post("/admin/v1/keys/" + id + "/revoke", "{}");
    if (revoked.status() != 200) {
      throw new AssertionError("revoke: " + revoked.status() + " " + revoked.body());
    }
    return created.getString("secret");
  }

  /** Adds a route to the file, or takes it out again, and waits until that is in force. */
  public void reload() {
    try {
      String text = Files.readString(config);
      Files.writeString(
          config, text.endsWith(ONE_MORE) ? text.replace(ONE_MORE, "") : text + ONE_MORE);
      program.hangUp();
      program.awaitErr("the configuration was reloaded");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** The value of a meter without labels. */
  public double meter(String name) {
    String metrics = http.get(url("management") + "/metrics").body();
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + ' '))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no meter " + name));
  }

  /** Sends SIGTERM. */
  public void terminate() {
    program.terminate();
  }

  /** The code that it ends with. */
  public int awaitExit() {
    try {
      return program.awaitExit();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Of the program's process. */
  public long pid() {
    return program.pid();
  }

  private URI url(String listener) {
    return Objects.requireNonNull(listeners.get(listener), listener);
  }

  private JsonObject created(String name) {
    Calls.Answer created =
        post(
            "/admin/v1/keys",
            "{\"profile\":\"app\",\"name\":\"" + name + "\",\"scopes\":[\"orders:read\"]}");
    if (created.status() != 201) {
      throw new AssertionError("create: " + created.status() + " " + created.body());
    }
    return new JsonObject(created.body());
  }

  private Calls.Answer post(String path, String body) {
    return http.post(url("admin") + path, body, "Authorization", "Bearer " + token());
  }

  private String newToken() {
    Run made =
        Run.of(
            environment,
            "token",
            "--config",
            config.toString(),
            "--tenant",
            "t",
            "--role",
            "owner");
    if (made.code() != 0) {
      throw new AssertionError(made.err());
    }
    return made.out().strip();
  }

  private static Map<String, URI> listeners(String readyLine) {
    String message = new JsonObject(readyLine).getString("formattedMessage");
    return Map.of(
        "gateway", url(message, "gateway"),
        "admin", url(message, "admin"),
        "management", url(message, "management"));
  }

  private static URI url(String message, String listener) {
    Matcher matcher = Pattern.compile(listener + " (https?://[0-9.:]+)").matcher(message);
    if (!matcher.find()) {
      throw new AssertionError(message);
    }
    return URI.create(matcher.group(1));
  }

  @Override
  public void close() {
    program.close();
  }
}
