// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates and keys are opened when the configuration is checked, not when it is used. */
class TlsFilesTest {
  private static final char[] PASSWORD = "test-only".toCharArray();

  @TempDir static Path folder;

  private static Instant notAfter;

  @BeforeAll
  static void makeCertificate() throws Exception {
    Path store = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "edge",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-validity",
                "10",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
    Certificate certificate = keys.getCertificate("edge");
    notAfter = ((X509Certificate) certificate).getNotAfter().toInstant();
    write("edge.crt", "CERTIFICATE", certificate.getEncoded());
    write("edge.key", "PRIVATE KEY", keys.getKey("edge", PASSWORD).getEncoded());
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    write("other.key", "PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded());
    write("open.key", "PRIVATE KEY", keys.getKey("edge", PASSWORD).getEncoded());
    write("locked.key", "ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3});
    write("torn.crt", "CERTIFICATE", new byte[] {1, 2, 3});
    Files.setPosixFilePermissions(
        folder.resolve("open.key"), PosixFilePermissions.fromString("rw-r--r--"));
  }

  @Test
  void aPairOfFilesIsResolvedAgainstTheFolder() throws ConfigException {
    Instant now = notAfter.minus(Duration.ofDays(1));

    LatchkeyConfig config = load("{ certificate: edge.crt, key: edge.key }", now);

    TlsConfig expected = new TlsConfig(folder.resolve("edge.crt"), folder.resolve("edge.key"));
    assertThat(requireNonNull(config.gateway()).tls()).containsExactly(expected);
  }

  @Test
  void severalPairsKeepTheirOrder() throws ConfigException {
    String pair = "{ certificate: edge.crt, key: edge.key }";

    LatchkeyConfig config =
        load("[ " + pair + ", " + pair + " ]", notAfter.minus(Duration.ofDays(1)));

    assertThat(requireNonNull(config.gateway()).tls()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "edge.crt, other.key, the key does not belong to the certificate",
    "edge.crt, open.key, the key file is readable by everybody",
    "edge.crt, locked.key, the key is encrypted",
    "edge.crt, edge.crt, the key file holds no PEM private key",
    "torn.crt, edge.key, the certificate cannot be parsed",
    "edge.key, edge.key, the certificate file holds no PEM certificate",
    "none.crt, edge.key, the certificate file does not exist",
  })
  void aWrongFileIsAProblem(String certificate, String key, String message) {
    String tls = "{ certificate: " + certificate + ", key: " + key + " }";

    List<ConfigProblem> problems = problems(tls, notAfter.minus(Duration.ofDays(1)));

    assertThat(problems).extracting(ConfigProblem::message).containsExactly(message);
  }

  @Test
  void anExpiredCertificateIsAProblem() {
    Instant now = notAfter.plusSeconds(1);

    List<ConfigProblem> problems = problems("{ certificate: edge.crt, key: edge.key }", now);

    assertThat(problems)
        .extracting(ConfigProblem::message)
        .containsExactly("the certificate expired on " + notAfter.toString().substring(0, 10));
  }

  @Test
  void aCertificateOfTheFutureIsAProblem() {
    Instant now = notAfter.minus(Duration.ofDays(11));

    List<ConfigProblem> problems = problems("{ certificate: edge.crt, key: edge.key }", now);

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).message()).startsWith("the certificate is not valid before ");
  }

  private static List<ConfigProblem> problems(String tls, Instant now) {
    return catchThrowableOfType(ConfigException.class, () -> load(tls, now)).problems();
  }

  private static LatchkeyConfig load(String tls, Instant now) throws ConfigException {
    String yaml = "version: 1\ngateway: { listen: \"127.0.0.1:0\", tls: " + tls + " }\n";
    return new ConfigLoader(Map.of(), InstantSource.fixed(now)).loadText("t", yaml, folder);
  }

  private static void write(String name, String label, byte[] bytes) throws Exception {
    Path file = folder.resolve(name);
    Files.writeString(file, Pem.write(label, bytes), StandardCharsets.US_ASCII);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
