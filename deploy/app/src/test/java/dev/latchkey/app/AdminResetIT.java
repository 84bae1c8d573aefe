// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.postgres.embedded.Address;
import dev.latchkey.keys.postgres.embedded.EmbeddedPostgres;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Whoever may use the machine's command line gets a local administrator back to work. */
@TestInstance(Lifecycle.PER_CLASS)
class AdminResetIT {
  private static final String PASSWORD = "correct horse battery";
  private static final Pattern CODE = Pattern.compile("[A-Z2-9]{5}(-[A-Z2-9]{5}){4}\n");

  @TempDir static Path folder = Path.of("");

  private final EmbeddedPostgres server =
      EmbeddedPostgres.start(EmbeddedPostgres.Settings.throwAway());
  private final Calls http = new Calls();
  private Program program;
  private URI admin;

  @BeforeAll
  void start() throws Exception {
    Path config = write("latchkey.yaml", CONFIG);
    program = Program.start(environment(), "serve", "--config", config.toString());
    String ready = new JsonObject(program.awaitErr("ready: ")).getString("formattedMessage");
    Matcher address = Pattern.compile("admin (http://[0-9.:]+)").matcher(ready);
    assertThat(address.find()).as(ready).isTrue();
    admin = URI.create(address.group(1));
  }

  @AfterAll
  void stop() {
    program.close();
    server.close();
  }

  @Test
  void theCodeGivesANewPasswordOnceAndTheTrailSaysWhoMadeIt() {
    Run reset = run("latchkey.yaml", "--name", "lan", "--role", "viewer");
    String code = reset.out().strip();

    assertThat(reset.code()).as(reset.err()).isZero();
    assertThat(reset.out()).matches(CODE);
    assertThat(claim(code, "mai").status()).isEqualTo(401);
    assertThat(claim(code, "lan").status()).isEqualTo(200);
    assertThat(claim(code, "lan").status()).isEqualTo(401);
    Calls.Answer session =
        http.post(
            admin + "/admin/v1/session",
            "{\"name\":\"lan\",\"password\":\"" + PASSWORD + "\"}",
            "Origin",
            admin.toString());
    assertThat(session.status()).as(session.body()).isEqualTo(200);
    Run trail =
        Run.of(
            environment(),
            "audit",
            "export",
            "--tenant",
            "acme",
            "--config",
            folder.resolve("latchkey.yaml").toString());
    assertThat(trail.out()).contains("login.code_made", "latchkey admin").doesNotContain(code);
  }

  @Test
  void whatCannotBeDoneIsSaid() throws IOException {
    write("nobody.yaml", CONFIG.replace("    local: { tenant: acme }\n", OIDC));

    Run role = run("latchkey.yaml", "--name", "lan", "--role", "king");
    Run blank = run("latchkey.yaml", "--name", " ");
    Run nameless = run("latchkey.yaml");
    Run nobody = run("nobody.yaml", "--name", "lan");
    Run missing = run("missing.yaml", "--name", "lan");

    assertThat(role.code()).isEqualTo(2);
    assertThat(role.err()).contains("--role is owner, admin, developer, viewer or auditor");
    assertThat(blank.code()).isEqualTo(2);
    assertThat(blank.err()).contains("--name is 1 to 100 characters");
    assertThat(nameless.code()).isEqualTo(2);
    assertThat(nameless.err()).contains("--name");
    assertThat(nobody.code()).isEqualTo(2);
    assertThat(nobody.err()).contains("the configuration has no admin.login.local");
    assertThat(missing.code()).isEqualTo(2);
    assertThat(role.out() + blank.out() + nameless.out() + nobody.out() + missing.out()).isEmpty();
  }

  private Calls.Answer claim(String code, String name) {
    return http.post(
        admin + "/admin/v1/bootstrap",
        new JsonObject().put("code", code).put("name", name).put("password", PASSWORD).encode(),
        "Origin",
        admin.toString());
  }

  private Run run(String config, String... more) {
    String[] words = new String[more.length + 4];
    System.arraycopy(more, 0, words, 4, more.length);
    words[0] = "admin";
    words[1] = "reset";
    words[2] = "--config";
    words[3] = folder.resolve(config).toString();
    return Run.of(environment(), words);
  }

  private Map<String, String> environment() {
    return Map.of(
        "DB_PASSWORD", server.address().password(), "OIDC_SECRET", "0123456789".repeat(4));
  }

  private Path write(String name, String text) throws IOException {
    Address at = server.address();
    return Files.writeString(
        folder.resolve(name), text.formatted(at.user(), at.host(), at.port(), at.database()));
  }

  private static final String OIDC =
      """
          publicUrl: https://keys.example.test
          oidc: { issuer: "https://id.example.test", clientId: latchkey, clientSecret: "${env:OIDC_SECRET}", algorithm: RS256 }
      """;

  private static final String CONFIG =
      """
      version: 1
      store:
        postgres: { url: "postgresql://%s@%s:%d/%s", password: "${env:DB_PASSWORD}" }
        migrate: true
      admin:
        listen: 127.0.0.1:0
        login:
          local: { tenant: acme }
      scopes: [ { id: "leads:read" } ]
      profiles: { agent: { prefix: ag_ } }
      """;
}
