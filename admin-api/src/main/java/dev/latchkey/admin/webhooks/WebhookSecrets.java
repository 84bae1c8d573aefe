// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.webhooks;

import dev.latchkey.config.AdminConfig;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.config.SecretValue;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secrets that deliveries are signed with. Each is derived from a secret of the installation
 * and the webhook's id, so that none is stored and a dump of the database holds none. Any thread.
 */
public final class WebhookSecrets {
  private static final Logger log = LoggerFactory.getLogger(WebhookSecrets.class);
  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] key;

  private WebhookSecrets(byte[] key) {
    this.key = mac(key, "latchkey webhook secrets".getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Keyed from the pepper, or from an issuer's shared secret: both are the same on every node.
   * Without either from chance, and then secrets end with the process.
   */
  public static WebhookSecrets of(LatchkeyConfig config, SecureRandom random) {
    AdminConfig admin = config.admin();
    Stream<SecretValue> shared =
        admin == null
            ? Stream.of()
            : admin.issuers().stream().map(AdminConfig.Issuer::secret).filter(Objects::nonNull);
    return Stream.concat(Stream.ofNullable(config.store().pepper()), shared)
        .findFirst()
        .map(secret -> new WebhookSecrets(secret.reveal().getBytes(StandardCharsets.UTF_8)))
        .orElseGet(() -> byChance(random));
  }

  private static WebhookSecrets byChance(SecureRandom random) {
    log.warn("without store.pepper the secrets of webhooks change at every start");
    byte[] seed = new byte[32];
    random.nextBytes(seed);
    return new WebhookSecrets(seed);
  }

  /** What the receiver checks signatures with; shown once, when the webhook is created. */
  String secret(UUID webhook) {
    return "whsec_" + Base64.getEncoder().encodeToString(signingKey(webhook));
  }

  /**
   * The value of the field Webhook-Signature: {@code v1,} and the HMAC-SHA256 of id, time and body,
   * joined by dots, in base64.
   *
   * @param seconds since 1970, as in the field Webhook-Timestamp
   */
  String signature(UUID webhook, UUID delivery, long seconds, String body) {
    String signed = delivery + "." + seconds + "." + body;
    byte[] mac = mac(signingKey(webhook), signed.getBytes(StandardCharsets.UTF_8));
    return "v1," + Base64.getEncoder().encodeToString(mac);
  }

  private byte[] signingKey(UUID webhook) {
    return mac(key, webhook.toString().getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] mac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(message);
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /** Names the key without giving it away. */
  @Override
  public String toString() {
    return "webhook secrets " + HexFormat.of().formatHex(mac(key, new byte[1]), 0, 4);
  }
}
