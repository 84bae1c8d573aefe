// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Faults;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The members of a request's object. A member that is absent, null or already known to be faulty
 * reads as null, so that the rest can still be judged.
 */
public final class Members {
  private static final int LAST_YEAR = 9999;

  private final ObjectNode object;
  private final String pointer;
  private final Faults faults;

  /** The members of a request's body. */
  public Members(ObjectNode object, Faults faults) {
    this(object, "", faults);
  }

  /**
   * @param pointer to the object itself
   */
  public Members(ObjectNode object, String pointer, Faults faults) {
    this.object = object;
    this.pointer = pointer;
    this.faults = faults;
  }

  /** Where further faults of the same request are noted. */
  public Faults faults() {
    return faults;
  }

  /** Notes a fault of one member. */
  public void fault(String name, FaultCode code, String... arguments) {
    faults.add(pointer + "/" + name, code, arguments);
  }

  /** Whether the member was sent, be it as null. */
  public boolean has(String name) {
    return object.has(name);
  }

  /** Whether the member was sent, and not as null. */
  public boolean hasValue(String name) {
    return object.hasNonNull(name);
  }

  /** The member as it was sent, for comparing requests; null when absent. */
  public @Nullable String raw(String name) {
    JsonNode node = object.get(name);
    return node == null ? null : node.toString();
  }

  /** Null where it is absent, null or at fault; so are the others. */
  public @Nullable String text(String name) {
    JsonNode node = sound(name);
    return node != null && node.isTextual() ? node.textValue() : null;
  }

  /** A whole number that fits 64 bits, be it written as 60.0; null else. */
  public @Nullable Long integer(String name) {
    JsonNode node = sound(name);
    return node != null && node.isNumber() && node.canConvertToExactIntegral()
        ? (Long) node.longValue()
        : null;
  }

  /** False where it is absent, null or at fault. */
  public boolean flag(String name) {
    JsonNode node = sound(name);
    return node != null && node.asBoolean();
  }

  /** The items of a list as text; null where it is absent, null or at fault. */
  public @Nullable List<String> texts(String name) {
    List<JsonNode> nodes = nodes(name);
    return nodes == null ? null : nodes.stream().map(JsonNode::asText).toList();
  }

  /** The items of a list as they were sent; null where it is absent, null or at fault. */
  public @Nullable List<JsonNode> nodes(String name) {
    JsonNode node = sound(name);
    if (node == null || !node.isArray()) {
      return null;
    }
    List<JsonNode> nodes = new ArrayList<>();
    node.forEach(nodes::add);
    return nodes;
  }

  /** Null where it is absent, null, or anything but an object. */
  public @Nullable ObjectNode object(String name) {
    return sound(name) instanceof ObjectNode node ? node : null;
  }

  /** An RFC 3339 instant, to the millisecond; anything else is noted as a fault. */
  public @Nullable Instant instant(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    Optional<Instant> instant = parseInstant(text);
    if (instant.isEmpty()) {
      fault(name, FaultCode.INVALID_INSTANT);
    }
    return instant.orElse(null);
  }

  /** Reads an instant with a zone, within the years 0 to 9999. */
  public static Optional<Instant> parseInstant(String text) {
    try {
      OffsetDateTime time = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
      return time.getYear() < 0 || time.getYear() > LAST_YEAR
          ? Optional.empty()
          : Optional.of(time.toInstant().truncatedTo(ChronoUnit.MILLIS));
    } catch (DateTimeException notAnInstant) {
      return Optional.empty();
    }
  }

  private @Nullable JsonNode sound(String name) {
    JsonNode node = object.get(name);
    return node == null || node.isNull() || faults.touches(pointer + "/" + name) ? null : node;
  }
}
