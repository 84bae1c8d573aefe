// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Members;
import dev.latchkey.admin.openapi.BodySchema;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Faults;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.keys.Hint;
import dev.latchkey.keys.ImportOutcome;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyFormat;
import dev.latchkey.keys.KeySecret;
import dev.latchkey.keys.NewKey;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes over keys that were made elsewhere, by their text or their SHA-256, so that their holders
 * notice nothing. One wrong item does not spoil the others.
 */
public final class KeyImport {
  /** Items of one call. */
  public static final int MOST = 1_000;

  private final Workshop workshop;
  private final BodySchema schema;

  KeyImport(Workshop workshop, BodySchema schema) {
    this.workshop = workshop;
    this.schema = schema;
  }

  /** What became of the items, in their order. */
  public Future<List<ImportResult>> run(Caller caller, List<? extends JsonNode> items) {
    Instant now = workshop.now();
    List<ImportResult> results = new ArrayList<>();
    List<NewKey> sound = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (JsonNode item : items) {
      try {
        NewKey key = read(caller, item, now);
        places.add(results.size());
        sound.add(key);
        results.add(ImportResult.created(key.key().id()));
      } catch (Problem refusal) {
        results.add(ImportResult.failed(refusal));
      }
    }
    if (sound.isEmpty()) {
      return Future.succeededFuture(results);
    }
    return workshop
        .ledger()
        .importAll(caller.attribution(null), sound)
        .map(
            outcomes -> {
              for (int i = 0; i < outcomes.size(); i++) {
                int place = places.get(i);
                results.set(place, result(outcomes.get(i), items.get(place), results.get(place)));
              }
              return results;
            });
  }

  private static ImportResult result(ImportOutcome outcome, JsonNode sent, ImportResult created) {
    if (outcome == ImportOutcome.CREATED) {
      return created;
    }
    String secret = sent.hasNonNull("sha256") ? "/sha256" : "/key";
    return ImportResult.failed(problem(outcome, secret));
  }

  private NewKey read(Caller caller, JsonNode sent, Instant now) {
    if (!(sent instanceof ObjectNode item)) {
      throw Problem.of(ProblemCode.VALIDATION_FAILED, "", FaultCode.WRONG_TYPE, "object");
    }
    Faults faults = new Faults();
    schema.check(item, faults);
    Members members = new Members(item, faults);
    String key = members.text("key");
    String sha256 = members.text("sha256");
    if (item.hasNonNull("key") == item.hasNonNull("sha256")) {
      faults.add("/key", FaultCode.ONE_SECRET_ONLY);
    }
    KeyDigest digest = digest(key, sha256, faults);
    CreateRequest request = CreateRequest.read(item, faults);
    KeyDraft draft =
        new Drafting(workshop.catalog(), workshop.scopeRules(), request, Optional.empty(), faults)
            .draft(caller.principal(), now);
    boolean minted = key != null && KeyFormat.isMinted(key, draft.prefix());
    Hint hint = key == null ? new Hint("", "", "") : Hint.of(new KeySecret(key), draft.prefix());
    return new NewKey(
        draft.toKey(
            workshop.newId(now),
            workshop.newId(now).value(),
            hint,
            caller.tenant(),
            caller.principal().actor(),
            now),
        digest,
        !minted,
        draft.profile().uniqueNames());
  }

  private static KeyDigest digest(@Nullable String key, @Nullable String sha256, Faults faults) {
    if (key != null && !KeyFormat.isPlausible(key)) {
      faults.add("/key", FaultCode.INVALID_KEY);
    }
    Optional<KeyDigest> parsed = sha256 == null ? Optional.empty() : KeyDigest.parseHex(sha256);
    if (sha256 != null && parsed.isEmpty()) {
      faults.add("/sha256", FaultCode.INVALID);
    }
    return parsed.orElseGet(() -> KeyDigest.of(key == null ? "" : key));
  }

  private static Problem problem(ImportOutcome outcome, String secret) {
    return switch (outcome) {
      case NAME_TAKEN -> Problem.of(ProblemCode.NAME_TAKEN, "/name", FaultCode.TAKEN);
      case UNKNOWN_CONSUMER ->
          Problem.of(ProblemCode.VALIDATION_FAILED, "/consumerId", FaultCode.UNKNOWN_CONSUMER);
      case DUPLICATE_SECRET, CREATED ->
          Problem.of(ProblemCode.DUPLICATE_KEY, secret, FaultCode.TAKEN);
    };
  }
}
