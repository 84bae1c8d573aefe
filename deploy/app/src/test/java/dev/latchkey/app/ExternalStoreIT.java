// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.postgres.embedded.Address;
import dev.latchkey.keys.postgres.embedded.EmbeddedPostgres;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** On somebody else's PostgreSQL, which nothing changes unless asked to. */
@TestInstance(Lifecycle.PER_CLASS)
class ExternalStoreIT {
  private static final String PEPPER = "0123456789abcdef0123456789abcdef";
  private static final String OTHER = "another-pepper-of-thirty-two-chars";

  private final EmbeddedPostgres server =
      EmbeddedPostgres.start(EmbeddedPostgres.Settings.throwAway());
  @TempDir static Path folder = Path.of("");
  private String config = "";

  @BeforeAll
  void writeConfig() throws IOException {
    Path file = folder.resolve("latchkey.yaml");
    Address at = server.address();
    Files.writeString(
        file,
        """
        version: 1
        store:
          postgres: { url: "postgresql://%s@%s:%d/%s", password: "${env:DB_PASSWORD}" }
          pepper: "${env:PEPPER}"
        gateway: { listen: "127.0.0.1:0" }
        scopes: [ { id: "leads:read" } ]
        profiles: { agent: { prefix: ag_, scopePolicy: required } }
        upstreams: { crm: { targets: [ "http://127.0.0.1:9" ] } }
        routes: [ { id: read, path: /leads, scopes: { all: [ "leads:read" ] }, upstream: crm } ]
        """
            .formatted(at.user(), at.host(), at.port(), at.database()));
    config = file.toString();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void nothingRunsWithoutTheSchemaOrWithAnotherPepper() {
    Run before = run(PEPPER, "serve");
    Run migrated = run(PEPPER, "migrate");
    Run made =
        run(
            PEPPER,
            "key",
            "create",
            "--tenant=t",
            "--profile=agent",
            "--name=n",
            "--scope=leads:read",
            "--json");
    Run otherPepper = run(OTHER, "serve");

    assertThat(before.code()).isEqualTo(3);
    assertThat(before.err()).contains("no Latchkey schema", "run 'latchkey migrate' first");
    assertThat(migrated.code()).as(migrated.err()).isZero();
    assertThat(new JsonObject(made.out()).getString("secret")).startsWith("ag_");
    assertThat(otherPepper.code()).isEqualTo(3);
    assertThat(otherPepper.err()).contains("store.pepper").doesNotContain(OTHER, PEPPER);
  }

  @Test
  void aPlaneThatTheFileDoesNotHaveCannotRunAlone() {
    Run run = run(PEPPER, "serve", "--only", "admin");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("latchkey: --only admin: the file has no section admin\n");
  }

  private Run run(String pepper, String... words) {
    String[] all = new String[words.length + 2];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--config";
    all[words.length + 1] = config;
    return Run.of(Map.of("DB_PASSWORD", server.address().password(), "PEPPER", pepper), all);
  }
}
