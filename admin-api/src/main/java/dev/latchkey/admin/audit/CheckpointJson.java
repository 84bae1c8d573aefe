// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import dev.latchkey.keys.AuditLog.Checkpoint;
import dev.latchkey.keys.AuditLog.Head;
import dev.latchkey.keys.Tenant;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** A checkpoint as JSON, in the API and as a line of an export. */
final class CheckpointJson {
  private CheckpointJson() {}

  static ObjectNode write(Checkpoint checkpoint) {
    return Json.object()
        .put("tenant", checkpoint.head().tenant().id())
        .put("day", checkpoint.day().toString())
        .put("number", checkpoint.head().number())
        .put("hash", checkpoint.head().hash())
        .put("signedAt", Json.instant(checkpoint.signedAt()))
        .put("keyId", checkpoint.keyId())
        .put("signature", checkpoint.signature());
  }

  /** Empty for what is none. */
  static Optional<Checkpoint> read(JsonNode json) {
    try {
      return Optional.of(
          new Checkpoint(
              new Head(
                  new Tenant(json.path("tenant").asText()),
                  json.path("number").asLong(),
                  json.path("hash").asText()),
              LocalDate.parse(json.path("day").asText()),
              Instant.parse(json.path("signedAt").asText()),
              json.path("keyId").asText(),
              json.path("signature").asText()));
    } catch (DateTimeException | IllegalArgumentException none) {
      return Optional.empty();
    }
  }
}
