// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Members;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.keys.Limit;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields that a key is created with and that may be changed later; null where not sent. */
public record KeyFields(
    @Nullable String name,
    @Nullable String description,
    @Nullable List<String> scopes,
    @Nullable List<Limit> limits,
    @Nullable ObjectNode quota,
    @Nullable String plan,
    @Nullable List<String> ipAllow,
    Expiry expiry,
    @Nullable Instant notBefore,
    @Nullable ObjectNode metadata,
    @Nullable List<String> tags,
    @Nullable UUID consumer) {

  /** Reads what is there. Members that the schema already found faulty read as null. */
  static KeyFields read(Members members) {
    return new KeyFields(
        members.text("name"),
        members.text("description"),
        members.texts("scopes"),
        limits(members),
        members.object("quota"),
        members.text("plan"),
        members.texts("ipAllow"),
        Expiry.read(members),
        members.instant("notBefore"),
        members.object("metadata"),
        members.texts("tags"),
        consumer(members));
  }

  private static @Nullable List<Limit> limits(Members members) {
    return members.nodes("rateLimits") == null ? null : KeyLimits.read(members, "rateLimits");
  }

  private static @Nullable UUID consumer(Members members) {
    String text = members.text("consumerId");
    if (text == null) {
      return null;
    }
    try {
      UUID id = UUID.fromString(text);
      if (id.toString().equalsIgnoreCase(text)) {
        return id;
      }
    } catch (IllegalArgumentException notAUuid) {
      // Told below, like a UUID in a shortened form.
    }
    members.faults().add("/consumerId", FaultCode.UNKNOWN_CONSUMER);
    return null;
  }
}
