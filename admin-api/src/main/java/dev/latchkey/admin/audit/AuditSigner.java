// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.audit;

import dev.latchkey.admin.json.Json;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.config.SecretValue;
import dev.latchkey.keys.AuditLog.Checkpoint;
import dev.latchkey.keys.AuditLog.Head;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs where a chain stood, with Ed25519 (RFC 8032). Its key is derived from the pepper, which the
 * database does not have: whoever can only write the database cannot sign. Any thread.
 */
public final class AuditSigner {
  private static final String CONTEXT = "latchkey audit checkpoint";
  private static final String MAC = "HmacSHA256";

  private final KeyPair pair;
  private final String keyId;

  private AuditSigner(KeyPair pair) throws GeneralSecurityException {
    this.pair = pair;
    this.keyId = idOf(pair.getPublic());
  }

  /** Of a configuration; empty without a pepper, and then nothing is signed. */
  public static Optional<AuditSigner> of(LatchkeyConfig config) {
    SecretValue pepper = config.store().pepper();
    return pepper == null ? Optional.empty() : Optional.of(of(pepper.reveal()));
  }

  /** The same secret always makes the same key. */
  static AuditSigner of(String secret) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), MAC));
      byte[] seed = mac.doFinal(CONTEXT.getBytes(StandardCharsets.US_ASCII));
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new Seeded(seed));
      KeyPair pair = generator.generateKeyPair();
      boolean seeded =
          pair.getPrivate() instanceof EdECPrivateKey made
              && Arrays.equals(made.getBytes().orElseThrow(), seed);
      if (!seeded) {
        throw new IllegalStateException("this Java makes no Ed25519 key from a seed");
      }
      return new AuditSigner(pair);
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /** For whoever checks signatures. */
  public PublicKey publicKey() {
    return pair.getPublic();
  }

  /** The public key as PEM. */
  public String publicKeyPem() {
    String base64 =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicKey().getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
  }

  /** Signs what a trail ended with on a day. */
  public Checkpoint sign(Head head, LocalDate day, Instant now) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(pair.getPrivate());
      signature.update(message(head, day, now));
      return new Checkpoint(
          head, day, now, keyId, Base64.getEncoder().encodeToString(signature.sign()));
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /** Whether the holder of the key belonging to this one signed the checkpoint. */
  static boolean isSigned(Checkpoint checkpoint, PublicKey key) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(key);
      signature.update(message(checkpoint.head(), checkpoint.day(), checkpoint.signedAt()));
      return signature.verify(Base64.getDecoder().decode(checkpoint.signature()));
    } catch (GeneralSecurityException | IllegalArgumentException noSignature) {
      return false;
    }
  }

  private static byte[] message(Head head, LocalDate day, Instant at) {
    String text =
        String.join(
            "\n",
            CONTEXT,
            head.tenant().id(),
            day.toString(),
            Long.toString(head.number()),
            head.hash(),
            String.valueOf(Json.instant(at)));
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String idOf(PublicKey key) throws GeneralSecurityException {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
    return HexFormat.of().formatHex(hash, 0, 8);
  }

  /** The one source of chance that a key is made of. */
  private static final class Seeded extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] seed;

    Seeded(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      if (bytes.length != seed.length) {
        throw new IllegalStateException("a key is made of " + seed.length + " bytes");
      }
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }
}
