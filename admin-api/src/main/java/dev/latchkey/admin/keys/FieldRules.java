// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Faults;
import dev.latchkey.keys.Validity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules for values that depend on no profile. */
final class FieldRules {
  /** Bytes of a key's metadata as JSON. */
  private static final int MAX_METADATA = 4_096;

  private FieldRules() {}

  static Map<String, Object> metadata(
      @Nullable ObjectNode asked, Map<String, Object> otherwise, Faults faults) {
    return asked == null ? otherwise : metadata(asked, faults);
  }

  static Map<String, Object> metadata(ObjectNode metadata, Faults faults) {
    if (Json.bytes(metadata).length > MAX_METADATA) {
      faults.add("/metadata", FaultCode.TOO_LONG, String.valueOf(MAX_METADATA));
      return Map.of();
    }
    return Json.pairs(metadata);
  }

  /** Notes a beginning that lies at or after the end. */
  static void checkOrder(@Nullable Instant notBefore, @Nullable Instant end, Faults faults) {
    if (notBefore != null && end != null && !notBefore.isBefore(end)) {
      faults.add("/notBefore", FaultCode.NOT_BEFORE_EXPIRY);
    }
  }

  /** Of a new key. */
  static Validity validity(KeyFields fields, Instant now, Faults faults) {
    Instant end = fields.expiry().resolve(now, faults);
    checkOrder(fields.notBefore(), end, faults);
    return new Validity(true, fields.notBefore(), end, null);
  }

  static @Nullable String description(@Nullable String text, Faults faults) {
    return text == null ? null : TextRules.description(text, faults);
  }

  /** The name, which every key has. */
  static String name(@Nullable String text, Faults faults) {
    if (text == null) {
      faults.add("/name", FaultCode.REQUIRED);
      return "";
    }
    return TextRules.name(text, faults);
  }

  static List<String> tags(@Nullable List<String> asked, List<String> otherwise, Faults faults) {
    return asked == null ? otherwise : TextRules.tags(asked, faults);
  }

  static List<String> networks(
      @Nullable List<String> asked, List<String> otherwise, Faults faults) {
    return asked == null ? otherwise : Networks.normalise(asked, faults);
  }
}
