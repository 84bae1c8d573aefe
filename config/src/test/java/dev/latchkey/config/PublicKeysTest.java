// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An issuer's public key must be of the kind that its one algorithm needs. */
class PublicKeysTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"RS256, RSA, 2048", "ES256, EC, 256", "EdDSA, Ed25519, 255"})
  void theRightKindOfKeyIsRead(String algorithm, String kind, int bits) throws Exception {
    String pem = pem(kind, bits);

    AdminConfig.Issuer issuer = issuer(algorithm, pem);

    assertThat(issuer.algorithm()).hasToString(algorithm);
    assertThat(issuer.publicKey()).isEqualTo(pem);
    assertThat(issuer.secret()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "RS256, EC, 256, this is not an RSA public key of at least 2048 bits",
    "RS256, RSA, 1024, the public key is not an RSA public key of at least 2048 bits",
    "ES256, EC, 384, the public key is not an EC public key on the curve P-256",
    "ES256, Ed25519, 255, this is not an EC public key on the curve P-256",
    "EdDSA, RSA, 2048, this is not an Ed25519 public key",
  })
  void aKeyOfAnotherKindIsRefused(String algorithm, String kind, int bits, String message)
      throws Exception {
    String pem = pem(kind, bits);

    List<ConfigProblem> problems =
        catchThrowableOfType(ConfigException.class, () -> issuer(algorithm, pem)).problems();

    assertThat(problems).extracting(ConfigProblem::message).containsExactly(message);
  }

  @Test
  void theTextOfAKeyMayStandInTheFile() throws Exception {
    String pem = pem("Ed25519", 255);
    String indented = pem.replaceAll("(?m)^", "        ");

    AdminConfig.Issuer issuer = read("EdDSA", "|\n" + indented);

    assertThat(issuer.publicKey()).isEqualTo(pem);
  }

  @Test
  void aPrivateKeyIsRefused() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    String pem = Pem.write("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded());

    List<ConfigProblem> problems =
        catchThrowableOfType(ConfigException.class, () -> issuer("EdDSA", pem)).problems();

    assertThat(problems)
        .extracting(ConfigProblem::message)
        .containsExactly("this is a private key");
  }

  private static String pem(String kind, int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
    if (kind.equals("EC")) {
      generator.initialize(new ECGenParameterSpec("secp" + bits + "r1"));
    } else {
      generator.initialize(bits);
    }
    return Pem.write("PUBLIC KEY", generator.generateKeyPair().getPublic().getEncoded());
  }

  private AdminConfig.Issuer issuer(String algorithm, String pem) throws Exception {
    Files.writeString(folder.resolve("id.pem"), pem);
    return read(algorithm, "id.pem");
  }

  private AdminConfig.Issuer read(String algorithm, String publicKey) throws ConfigException {
    String yaml =
        """
        version: 1
        admin:
          listen: localhost:0
          issuers:
            - issuer: i
              audience: a
              algorithm: %s
              publicKey: %s
        """
            .formatted(algorithm, publicKey);
    AdminConfig admin = new ConfigLoader(Map.of()).loadText("t", yaml, folder).admin();
    return requireNonNull(admin).issuers().get(0);
  }
}
