// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.paging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.json.MalformedJsonException;
import dev.latchkey.admin.json.StrictJson;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.config.SecretValue;
import dev.latchkey.keys.Tenant;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals a place in a list for the client to hand back. The seal (HMAC-SHA256, 16 bytes of it) binds
 * the place to the tenant, the list and its filters, so that it opens nowhere else. Any thread.
 */
public final class Cursors {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SEAL_BYTES = 16;
  private static final int MAX_LENGTH = 1_024;

  private final SecretKeySpec key;

  /**
   * @param key 32 bytes, the same on every node
   */
  public Cursors(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /**
   * Keyed from the pepper, which every node has; without one from chance, and then cursors end with
   * the process.
   */
  public static Cursors of(LatchkeyConfig config, SecureRandom random) {
    SecretValue pepper = config.store().pepper();
    byte[] seed = new byte[32];
    random.nextBytes(seed);
    if (pepper != null) {
      seed = pepper.reveal().getBytes(StandardCharsets.UTF_8);
    }
    return new Cursors(
        new Cursors(seed).mac("latchkey cursor key".getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * A cursor for this place.
   *
   * @param list names the list and its filters
   * @param place of the last row shown
   */
  public String seal(Tenant tenant, String list, List<@Nullable String> place) {
    ArrayNode array = Json.array();
    place.forEach(array::add);
    byte[] body = Json.bytes(array);
    byte[] sealed = Arrays.copyOf(sealOf(tenant, list, body), SEAL_BYTES + body.length);
    System.arraycopy(body, 0, sealed, SEAL_BYTES, body.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }

  /** The place, if the cursor was sealed for this tenant and list. */
  public Optional<List<@Nullable String>> open(Tenant tenant, String list, String cursor) {
    byte[] sealed = decoded(cursor);
    if (sealed.length <= SEAL_BYTES) {
      return Optional.empty();
    }
    byte[] body = Arrays.copyOfRange(sealed, SEAL_BYTES, sealed.length);
    byte[] seal = Arrays.copyOf(sealed, SEAL_BYTES);
    return MessageDigest.isEqual(seal, sealOf(tenant, list, body))
        ? Optional.of(place(body))
        : Optional.empty();
  }

  private static byte[] decoded(String cursor) {
    try {
      return cursor.length() > MAX_LENGTH ? new byte[0] : Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }

  private static List<@Nullable String> place(byte[] body) {
    try {
      List<@Nullable String> place = new ArrayList<>();
      for (JsonNode part : StrictJson.parse(body)) {
        place.add(part.isNull() ? null : part.asText());
      }
      return place;
    } catch (MalformedJsonException weSealedIt) {
      throw new IllegalStateException(weSealedIt);
    }
  }

  private byte[] sealOf(Tenant tenant, String list, byte[] body) {
    byte[] context = Json.bytes(Json.array(List.of(tenant.id(), list)));
    byte[] message = Arrays.copyOf(mac(context), 32 + body.length);
    System.arraycopy(body, 0, message, 32, body.length);
    return Arrays.copyOf(mac(message), SEAL_BYTES);
  }

  private byte[] mac(byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(message);
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
