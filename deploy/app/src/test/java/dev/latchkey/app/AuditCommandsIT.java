// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys taken over by the thousand, and the trail that this leaves, on the command line. */
class AuditCommandsIT {
  private static final Map<String, String> PEPPER = Map.of("PEPPER", "0123456789".repeat(4));

  @TempDir static Path folder = Path.of("");

  @Test
  void anImportLeavesATrailThatAnybodyCanCheck() throws IOException {
    Path config = write("latchkey.yaml", CONFIG);
    Path keys =
        write(
            "keys.ndjson",
            """
            {"profile":"agent","name":"first","scopes":["leads:read"],"key":"a-key-from-elsewhere-1"}

            {"profile":"agent","name":"no scopes","key":"a-key-from-elsewhere-2"}
            not JSON
            {"profile":"agent","name":"second","scopes":["leads:read"],"sha256":"%s"}
            """
                .formatted("ab".repeat(32)));

    Run imported =
        run("key", "import", "--config", config, "--tenant", "acme", "--file", keys, "--json");
    Run again = run("key", "import", "--config", config, "--tenant", "acme", "--file", keys);
    Run export = run("audit", "export", "--config", config, "--tenant", "acme");
    Run pem = run("audit", "key", "--config", config);
    Path file = write("export.ndjson", export.out());
    Path key = write("audit.pem", pem.out());
    Path forged = write("forged.ndjson", export.out().replace("first", "worst"));
    Run sound = run("audit", "verify", "--file", file, "--public-key", key);
    Run tampered = run("audit", "verify", "--file", forged, "--public-key", key, "--json");
    Run store = run("audit", "verify", "--config", config, "--tenant", "acme");

    JsonObject report = new JsonObject(imported.out());
    assertThat(imported.code()).as(imported.err()).isEqualTo(1);
    assertThat(report.getInteger("created")).isEqualTo(2);
    assertThat(report.getJsonArray("failures"))
        .isEqualTo(
            new JsonArray()
                .add(failure(4, "malformed_json", ""))
                .add(failure(3, "validation_failed", "/scopes required")));
    assertThat(again.out()).isEqualTo("Imported 0 keys, 4 failed.\n");
    assertThat(again.err()).contains("line 1: duplicate_key /key taken");
    assertThat(sound.code()).as(sound.err()).isZero();
    assertThat(sound.out()).isEqualTo("Sound: events 1 to 2 of tenant acme, 1 checkpoints.\n");
    assertThat(tampered.code()).isEqualTo(1);
    assertThat(new JsonObject(tampered.out()).getJsonArray("findings").getString(0))
        .isEqualTo("line 1 was changed after it was written (event 1)");
    assertThat(store.code()).as(store.err()).isZero();
  }

  @Test
  void whatCannotBeDoneIsSaid() throws IOException {
    Path config = write("bare.yaml", CONFIG.replace("pepper: \"${env:PEPPER}\"", ""));

    assertThat(run("audit", "key", "--config", config).err()).contains("without store.pepper");
    assertThat(run("audit", "verify").err()).contains("give either --file");
    assertThat(run("audit", "verify", "--file", folder.resolve("none")).code()).isEqualTo(2);
    assertThat(run("audit", "verify", "--file", config, "--public-key", config).err())
        .contains("has no Ed25519 public key");
  }

  private static JsonObject failure(int line, String code, String why) {
    return new JsonObject().put("line", line).put("code", code).put("why", why);
  }

  private static Run run(Object... words) {
    return Run.of(PEPPER, Stream.of(words).map(String::valueOf).toArray(String[]::new));
  }

  private static Path write(String name, String text) throws IOException {
    return Files.write(folder.resolve(name), List.of(text.stripTrailing()));
  }

  private static final String CONFIG =
      """
      version: 1
      store:
        embedded: { data: ./data }
        pepper: "${env:PEPPER}"
      gateway: { listen: "127.0.0.1:0" }
      scopes: [ { id: "leads:read" } ]
      profiles:
        agent: { prefix: ag_, scopePolicy: required }
      upstreams: { crm: { targets: [ "http://127.0.0.1:9" ] } }
      routes:
        - { id: read, path: /leads, methods: [ GET ], scopes: { all: [ "leads:read" ] }, upstream: crm }
      """;
}
