// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.consumers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.catalog.Catalog;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.json.Members;
import dev.latchkey.admin.json.MergePatch;
import dev.latchkey.admin.keys.Caller;
import dev.latchkey.admin.keys.KeyLimits;
import dev.latchkey.admin.keys.Labels;
import dev.latchkey.admin.problem.Detail;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Faults;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.ConsumerLedger;
import dev.latchkey.keys.ConsumerRecord;
import dev.latchkey.keys.IfVersion;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.LedgerException;
import dev.latchkey.keys.Limit;
import dev.latchkey.keys.Page;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be done to consumers. Futures fail with {@link Problem} for what the rules
 * refuse and with {@link LedgerException} for what the ledger refuses. Any thread.
 */
public final class ConsumerService {
  /** One of those who change a consumer at the same time gets through each time. */
  private static final int ATTEMPTS = 50;

  private final ConsumerLedger ledger;
  private final Catalog catalog;
  private final InstantSource clock;
  private final SecureRandom random;

  public ConsumerService(
      ConsumerLedger ledger, Catalog catalog, InstantSource clock, SecureRandom random) {
    this.ledger = ledger;
    this.catalog = catalog;
    this.clock = clock;
    this.random = random;
  }

  /** Makes a consumer from a body that was checked against its schema. */
  public Future<ConsumerRecord> create(Caller caller, ObjectNode body, Faults faults) {
    Instant now = clock.instant();
    ApiKey.Stamp stamp = new ApiKey.Stamp(now, caller.principal().actor().id());
    ConsumerRecord empty =
        new ConsumerRecord(
            KeyId.create(now, random).value(),
            caller.tenant(),
            "",
            null,
            null,
            null,
            null,
            List.of(),
            Map.of(),
            List.of(),
            stamp,
            stamp,
            0,
            List.of(),
            1);
    ConsumerRecord wanted = patched(empty, body, faults);
    return ledger
        .create(caller.attribution(null), wanted)
        .recover(failure -> Future.failedFuture(named(failure)));
  }

  /** As {@link ConsumerLedger#read}. */
  public Future<ConsumerRecord> read(Tenant tenant, UUID id) {
    return ledger.read(tenant, id);
  }

  /** As {@link ConsumerLedger#list}. */
  public Future<Page<ConsumerRecord>> list(Tenant tenant, ConsumerLedger.Query query) {
    return ledger.list(tenant, query);
  }

  /**
   * Changes a consumer by a merge patch that was checked against its schema. Without a version the
   * change is tried again when somebody else's came between.
   */
  public Future<ConsumerRecord> patch(
      Caller caller, UUID id, IfVersion ifVersion, ObjectNode body, Faults faults) {
    return patch(caller, id, ifVersion, body, faults, ATTEMPTS);
  }

  private Future<ConsumerRecord> patch(
      Caller caller, UUID id, IfVersion ifVersion, ObjectNode body, Faults faults, int attempts) {
    return ledger
        .read(caller.tenant(), id)
        .compose(
            current -> {
              // Judged here, where every fault can be told; the ledger then holds the version.
              ConsumerRecord next = patched(current, body, faults);
              if (!ifVersion.admits(current.version())) {
                throw Problem.of(ProblemCode.PRECONDITION_FAILED);
              }
              IfVersion judged = IfVersion.of(current.version());
              return ledger.change(caller.attribution(null), id, judged, same -> next);
            })
        .recover(
            failure -> {
              boolean overtaken = ifVersion.any() && isForVersion(failure);
              if (overtaken && attempts > 1) {
                return patch(caller, id, ifVersion, body, faults, attempts - 1);
              }
              // Who asked for no version is not refused for one.
              return Future.failedFuture(
                  overtaken ? Problem.of(ProblemCode.UNAVAILABLE) : named(failure));
            });
  }

  private static boolean isForVersion(Throwable failure) {
    return failure instanceof LedgerException refusal
        && refusal.reason() == LedgerException.Reason.PRECONDITION_FAILED;
  }

  /** Removes a consumer that no key belongs to. */
  public Future<Void> remove(Caller caller, UUID id, IfVersion ifVersion) {
    return ledger.remove(caller.attribution(null), id, ifVersion);
  }

  private ConsumerRecord patched(ConsumerRecord current, ObjectNode body, Faults faults) {
    Members members = new Members(body, faults);
    String externalId = Labels.line(members, "externalId", current.externalId());
    List<Limit> limits =
        body.has("rateLimits") ? KeyLimits.read(members, "rateLimits") : current.limits();
    List<String> tags = body.has("tags") ? Labels.tags(members) : current.tags();
    ConsumerRecord next =
        new ConsumerRecord(
            current.id(),
            current.tenant(),
            externalId == null ? "" : externalId,
            Labels.line(members, "name", current.name()),
            Labels.line(members, "owner", current.owner()),
            Labels.line(members, "team", current.team()),
            plan(members, current.plan()),
            limits,
            metadata(members, current.metadata()),
            tags,
            current.created(),
            current.updated(),
            current.keys(),
            current.quotaUse(),
            current.version());
    if (next.externalId().isEmpty()) {
      faults.add("/externalId", FaultCode.REQUIRED);
    }
    faults.refuseIfAny();
    return next;
  }

  private @Nullable String plan(Members members, @Nullable String current) {
    if (!members.has("plan")) {
      return current;
    }
    String plan = members.text("plan");
    if (plan != null && catalog.plan(plan).isEmpty()) {
      members.fault("plan", FaultCode.UNKNOWN_PLAN);
    }
    return plan;
  }

  private static Map<String, Object> metadata(Members members, Map<String, Object> current) {
    if (!members.has("metadata")) {
      return current;
    }
    ObjectNode change = members.object("metadata");
    return Labels.metadata(
        change == null ? Json.object() : MergePatch.apply((ObjectNode) Json.tree(current), change),
        members.faults());
  }

  private static Throwable named(Throwable failure) {
    return failure instanceof LedgerException refusal
            && refusal.reason() == LedgerException.Reason.NAME_TAKEN
        ? Problem.of(ProblemCode.NAME_TAKEN, "/externalId", FaultCode.TAKEN)
            .saying(Detail.EXTERNAL_ID_TAKEN)
        : failure;
  }
}
