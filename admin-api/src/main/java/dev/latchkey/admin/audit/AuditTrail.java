// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Members;
import dev.latchkey.admin.paging.Cursors;
import dev.latchkey.admin.paging.ListJson;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.keys.AuditEvent;
import dev.latchkey.keys.AuditLog;
import dev.latchkey.keys.AuditQuery;
import dev.latchkey.keys.ControlStore;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeyLedger;
import dev.latchkey.keys.Page;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Pages of a tenant's audit trail, newest first. Any thread. */
public final class AuditTrail {
  private static final int DEFAULT_LIMIT = 50;
  private static final List<String> FILTERS =
      List.of("targetId", "action", "actorId", "from", "until");

  private final KeyLedger ledger;
  private final AuditLog log;
  private final Cursors cursors;
  private final Optional<AuditSigner> signer;
  private final InstantSource clock;

  public AuditTrail(
      ControlStore store, Cursors cursors, Optional<AuditSigner> signer, InstantSource clock) {
    this.ledger = store.keys();
    this.log = store.audit();
    this.cursors = cursors;
    this.signer = signer;
    this.clock = clock;
  }

  /** The whole trail with its chain, to be read once. */
  public AuditExport export(Tenant tenant) {
    return new AuditExport(log, signer, clock, tenant);
  }

  /** The daily checkpoints as JSON, with the key that new ones are signed with. */
  public Future<ObjectNode> checkpoints(Tenant tenant) {
    return log.checkpoints(tenant)
        .map(
            kept ->
                ListJson.whole(kept, CheckpointJson::write)
                    .put("publicKey", signer.map(AuditSigner::publicKeyPem).orElse(null)));
  }

  /**
   * One page as JSON.
   *
   * @param key whose events; null for what the query says
   */
  public Future<ObjectNode> page(Tenant tenant, @Nullable KeyId key, Members query) {
    String target = key == null ? target(query) : key.toString();
    String list = nameOf(target, query);
    Instant from = query.instant("from");
    Instant until = query.instant("until");
    Long limit = query.integer("limit");
    String cursor = query.text("cursor");
    Optional<List<@Nullable String>> place =
        cursor == null ? Optional.empty() : cursors.open(tenant, list, cursor);
    if (cursor != null && place.isEmpty()) {
      query.faults().add("/query/cursor", FaultCode.INVALID_CURSOR);
    }
    query.faults().refuseIfAny();
    AuditQuery wanted =
        new AuditQuery(
            target,
            query.text("action"),
            query.text("actorId"),
            from,
            until,
            place.map(parts -> Instant.parse(String.valueOf(parts.get(0)))).orElse(null),
            place.map(parts -> UUID.fromString(String.valueOf(parts.get(1)))).orElse(null),
            limit == null ? DEFAULT_LIMIT : limit.intValue());
    return ledger
        .audit(tenant, wanted)
        .map(page -> ListJson.page(page.rows(), AuditJson::write, next(tenant, list, page)));
  }

  private @Nullable String next(Tenant tenant, String list, Page<AuditEvent> page) {
    if (!page.hasMore() || page.rows().isEmpty()) {
      return null;
    }
    AuditEvent last = page.rows().get(page.rows().size() - 1);
    return cursors.seal(tenant, list, List.of(last.time().toString(), last.id().toString()));
  }

  /** Either written form of a key's id finds its events. */
  private static @Nullable String target(Members query) {
    String sent = query.text("targetId");
    return sent == null ? null : KeyId.parse(sent).map(KeyId::toString).orElse(sent);
  }

  private static String nameOf(@Nullable String target, Members query) {
    return "audit:"
        + target
        + "?"
        + FILTERS.stream()
            .filter(query::has)
            .map(name -> name + "=" + query.raw(name))
            .collect(Collectors.joining("&"));
  }
}
