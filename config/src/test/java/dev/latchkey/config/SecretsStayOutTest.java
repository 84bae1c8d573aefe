// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret that is wrong, misplaced or damaged is refused, and never repeated. */
class SecretsStayOutTest {
  private static final String CANARY = "canary5ecret";

  /** CANARY in every place where somebody might put a secret. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "store: { embedded: {}, pepper: CANARY }",
        "store: { embedded: {}, pepper: \"CANARY\" }",
        "store: { embedded: {}, pepper: [ CANARY ] }",
        "store: { embedded: {}, pepper: { value: CANARY } }",
        "store: { embedded: {}, pepper: !CANARY }",
        "store: { embedded: {}, pepper: !!CANARY x }",
        "store: { embedded: {}, pepper: *CANARY }",
        "store: { embedded: {}, pepper: \"\\qCANARY\" }",
        "store: { embedded: {}, pepper: \"CANARY }",
        "store: { embedded: {}, pepper: CANARY: x }",
        "store: { embedded: {}, pepper: @CANARY }",
        "store: { embedded: {}, pepper: %CANARY }",
        "store: { embedded: {}, pepper: \"x ${env:GOOD_SECRET} CANARY\" }",
        "store: { embedded: {}, pepper: \"${env:SHORT}\" }",
        "store: { embedded: {}, retiredPeppers: [ CANARY ] }",
        "store: { embedded: {}, pepperr: CANARY }",
        "store: { postgres: { url: \"postgresql://u:CANARY@h/db\" } }",
        "store: { postgres: { url: \"postgresql://u@h/db?password=CANARY\" } }",
        "store: { postgres: { url: \"postgresql://u@h/db?sslmode=CANARY\" } }",
        "store: { postgres: { url: \"CANARY\" } }",
        "store: { postgres: { url: \"postgresql://u@h CANARY\" } }",
        "store: { postgres: { url: \"${env:SHORT}\" } }",
        "store: { postgres: { url: \"postgresql://u@h/db\", password: CANARY } }",
        "upstreams: { u: { targets: [ \"http://u:CANARY@h\" ] } }",
        "upstreams: { u: { targets: [ \"http://h/CANARY\" ] } }",
        "upstreams: { u: { targets: [ \"CANARY\" ] } }",
        "upstreams: { u: { targets: [ \"${env:SHORT}\" ] } }",
        "management: { listen: \"${env:SHORT}\" }",
        "admin: { listen: \"localhost:0\", issuers: [ { issuer: i, audience: a, algorithm: HS256, secret: CANARY } ] }",
        "admin: { listen: \"localhost:0\", issuers: [ { issuer: i, audience: a, algorithm: HS256, secret: \"${env:SHORT}\" } ] }",
        "admin: { listen: \"localhost:0\", issuers: [ { issuer: i, audience: a, algorithm: RS256, publicKey: \"-----BEGIN PRIVATE KEY-----CANARY\" } ] }",
        "admin: { listen: \"localhost:0\", issuers: [ { issuer: i, audience: a, algorithm: RS256, jwks: \"https://u:CANARY@h/k\" } ] }",
      })
  void noProblemRepeatsASecret(String snippet) {
    String yaml = Samples.minimal(snippet.replace("CANARY", CANARY));
    ConfigLoader loader = new ConfigLoader(Map.of("SHORT", CANARY));

    ConfigException refusal =
        catchThrowableOfType(
            ConfigException.class, () -> loader.loadText("t.yaml", yaml, Path.of("/srv")));

    assertThat(refusal).isNotNull();
    assertThat(refusal.problems()).isNotEmpty();
    assertThat(refusal.getMessage()).doesNotContain(CANARY);
  }

  @Test
  void aSecretFileIsReadWithoutItsLineEnd(@TempDir Path folder) throws Exception {
    secretFile(folder, "rw-------");

    StoreConfig store = load(folder).store();

    SecretValue pepper = requireNonNull(store.pepper());
    assertThat(pepper.reveal()).isEqualTo(Samples.ENVIRONMENT.get("GOOD_SECRET"));
    assertThat(pepper).hasToString("${file:pepper.txt}");
  }

  @Test
  void aSecretFileThatEverybodyCanReadIsRefused(@TempDir Path folder) throws Exception {
    secretFile(folder, "rw-r--r--");

    ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> load(folder));

    assertThat(refusal.problems().get(0).message())
        .isEqualTo("\"${file:pepper.txt}\" is readable by everybody");
    assertThat(refusal.problems().get(0).hint()).isEqualTo("chmod 600 pepper.txt");
  }

  @Test
  void printingTheConfigurationShowsReferencesOnly() throws ConfigException {
    String yaml = Samples.minimal("store: { embedded: {}, pepper: \"${env:GOOD_SECRET}\" }");

    String printed = Samples.load(yaml).toString();

    assertThat(printed)
        .contains("${env:GOOD_SECRET}")
        .doesNotContain(Samples.ENVIRONMENT.get("GOOD_SECRET"));
  }

  private static void secretFile(Path folder, String permissions) throws Exception {
    Path file = folder.resolve("pepper.txt");
    Files.writeString(file, Samples.ENVIRONMENT.get("GOOD_SECRET") + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static LatchkeyConfig load(Path folder) throws ConfigException {
    String yaml = Samples.minimal("store: { embedded: {}, pepper: \"${file:pepper.txt}\" }");
    return new ConfigLoader(Map.of()).loadText("t.yaml", yaml, folder);
  }
}
