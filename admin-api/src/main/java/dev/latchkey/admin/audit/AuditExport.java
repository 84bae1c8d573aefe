// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.json.MalformedJsonException;
import dev.latchkey.admin.json.StrictJson;
import dev.latchkey.keys.AuditLog;
import dev.latchkey.keys.AuditLog.Checkpoint;
import dev.latchkey.keys.AuditLog.Head;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's whole trail as lines of JSON, oldest first: every event with its place in the chain,
 * then the checkpoints, and at last one that signs where the chain stands now. One reader.
 */
public final class AuditExport {
  private static final int BATCH = 500;

  private final AuditLog log;
  private final Optional<AuditSigner> signer;
  private final InstantSource clock;
  private final Tenant tenant;
  private @Nullable String last;
  private long read;
  private boolean ended;

  public AuditExport(
      AuditLog log, Optional<AuditSigner> signer, InstantSource clock, Tenant tenant) {
    this.log = log;
    this.signer = signer;
    this.clock = clock;
    this.tenant = tenant;
  }

  /** The next lines, without line ends; none when everything was read. */
  public Future<List<String>> next() {
    if (ended) {
      return Future.succeededFuture(List.of());
    }
    return log.lines(tenant, read, BATCH)
        .compose(
            lines -> {
              if (lines.isEmpty()) {
                ended = true;
                return log.checkpoints(tenant).map(this::checkpoints);
              }
              last = lines.get(lines.size() - 1);
              read += lines.size();
              return Future.succeededFuture(lines);
            });
  }

  private List<String> checkpoints(List<Checkpoint> kept) {
    List<String> lines = new ArrayList<>();
    kept.forEach(checkpoint -> lines.add(line(checkpoint)));
    String newest = last;
    if (newest != null) {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
      signer.ifPresent(key -> lines.add(line(key.sign(head(newest), today, now))));
    }
    return lines;
  }

  private Head head(String line) {
    try {
      JsonNode event = StrictJson.parse(line);
      return new Head(
          tenant, event.path("number").asLong(), event.path("chain").path("hash").asText());
    } catch (MalformedJsonException weWroteIt) {
      throw new IllegalStateException(weWroteIt);
    }
  }

  private static String line(Checkpoint checkpoint) {
    ObjectNode line = Json.object();
    line.set("checkpoint", CheckpointJson.write(checkpoint));
    return new String(Json.bytes(line), StandardCharsets.UTF_8);
  }
}
