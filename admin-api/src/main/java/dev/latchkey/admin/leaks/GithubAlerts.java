// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.leaks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.admin.access.RemoteKeys;
import dev.latchkey.admin.access.RemoteKeys.Entry;
import dev.latchkey.admin.fetch.Fetch;
import dev.latchkey.admin.fetch.FetchException;
import dev.latchkey.admin.json.MalformedJsonException;
import dev.latchkey.admin.json.StrictJson;
import io.vertx.core.Future;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Knows GitHub's hand: the secret scanning partner programme signs the bytes of each message with
 * ECDSA on P-256 over SHA-256, by a key that it publishes under the identifier it sends along. One
 * event loop.
 */
public final class GithubAlerts {
  private static final int MOST_KEYS = 100;
  private static final int MAX_ID = 256;
  private static final int P_256_BITS = 256;
  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String END = "-----END PUBLIC KEY-----";

  private final RemoteKeys<PublicKey> keys;

  public GithubAlerts(String address, Fetch fetch, InstantSource clock) {
    this.keys = new RemoteKeys<>(URI.create(address), fetch, clock, GithubAlerts::read);
  }

  /**
   * Whether GitHub signed these bytes. Fails when that cannot be known.
   *
   * @param keyId the identifier that was sent
   * @param signature base64 of the signature that was sent
   */
  public Future<Boolean> signed(byte[] body, @Nullable String keyId, @Nullable String signature) {
    if (keyId == null || keyId.isEmpty() || keyId.length() > MAX_ID || signature == null) {
      return Future.succeededFuture(false);
    }
    return keys.find(keyId).map(key -> key.isPresent() && verifies(key.get(), body, signature));
  }

  private static boolean verifies(PublicKey key, byte[] body, String signature) {
    try {
      Signature check = Signature.getInstance("SHA256withECDSA");
      check.initVerify(key);
      check.update(body);
      return check.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException notASignature) {
      return false;
    }
  }

  private static List<Entry<PublicKey>> read(byte[] document) throws FetchException {
    JsonNode list;
    try {
      list = StrictJson.parse(document).path("public_keys");
    } catch (MalformedJsonException noJson) {
      throw new FetchException("no JSON");
    }
    if (!list.isArray() || list.size() > MOST_KEYS) {
      throw new FetchException("no list of public keys");
    }
    List<Entry<PublicKey>> keys = new ArrayList<>();
    for (JsonNode entry : list) {
      PublicKey key = key(entry.path("key").asText(""));
      if (key != null) {
        keys.add(new Entry<>(entry.path("key_identifier").asText(""), key));
      }
    }
    return keys;
  }

  private static @Nullable PublicKey key(String pem) {
    int begin = pem.indexOf(BEGIN);
    int end = pem.indexOf(END);
    if (begin < 0 || end < begin) {
      return null;
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
      PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
      return key instanceof ECPublicKey ec
              && ec.getParams().getCurve().getField().getFieldSize() == P_256_BITS
          ? key
          : null;
    } catch (GeneralSecurityException | IllegalArgumentException noKey) {
      return null;
    }
  }
}
