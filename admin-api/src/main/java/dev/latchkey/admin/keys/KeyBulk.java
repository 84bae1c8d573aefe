// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.IfVersion;
import dev.latchkey.keys.KeyAction;
import dev.latchkey.keys.KeyLedger;
import dev.latchkey.keys.KeyQuery;
import dev.latchkey.keys.LedgerException;
import dev.latchkey.keys.Page;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One action on all keys that a filter matches. The number of them is checked before the first is
 * touched; each key is then changed for itself, so that one that cannot be does not stop the rest.
 */
public final class KeyBulk {
  /** Keys of one call. */
  public static final int MOST = 1_000;

  private static final int PAGE = 200;

  private final KeyLedger ledger;

  KeyBulk(KeyLedger ledger) {
    this.ledger = ledger;
  }

  /**
   * What became of one key.
   *
   * @param key as it is now
   * @param refusal null when it was changed, or already is as asked
   */
  public record Result(ApiKey key, @Nullable LedgerException refusal) {}

  /**
   * Changes the keys, or only finds them.
   *
   * @param expected refuse unless the filter matches so many; null for any number
   */
  public Future<List<Result>> run(
      Caller caller,
      KeyQuery filter,
      KeyAction action,
      @Nullable String reason,
      @Nullable Long expected,
      boolean dryRun) {
    return find(caller, filter, new ArrayList<>())
        .compose(
            keys -> {
              if (keys.size() > MOST) {
                throw Problem.of(
                    ProblemCode.INVALID_STATE,
                    "The filter matches more than " + MOST + " keys; make it narrower.");
              }
              if (expected != null && expected != keys.size()) {
                throw Problem.of(
                    ProblemCode.INVALID_STATE,
                    "The filter matches " + keys.size() + " keys, not " + expected + ".");
              }
              return dryRun
                  ? Future.succeededFuture(keys.stream().map(key -> new Result(key, null)).toList())
                  : change(caller, keys, action, reason);
            });
  }

  private Future<List<ApiKey>> find(Caller caller, KeyQuery filter, List<ApiKey> found) {
    return ledger
        .list(caller.tenant(), filter)
        .compose(
            page -> {
              found.addAll(page.rows());
              return page.hasMore() && found.size() <= MOST
                  ? find(caller, after(filter, page), found)
                  : Future.succeededFuture(found);
            });
  }

  private static KeyQuery after(KeyQuery filter, Page<ApiKey> page) {
    ApiKey last = page.rows().get(page.rows().size() - 1);
    return filter.from(new KeyQuery.Position(last.created().at().toString(), last.id()), PAGE);
  }

  private Future<List<Result>> change(
      Caller caller, List<ApiKey> keys, KeyAction action, @Nullable String reason) {
    Future<List<Result>> all = Future.succeededFuture(new ArrayList<>());
    for (ApiKey key : keys) {
      all =
          all.compose(
              results ->
                  ledger
                      .change(caller.attribution(reason), key.id(), IfVersion.ANY, action)
                      .map(changed -> new Result(changed.key(), null))
                      .recover(failure -> refused(key, failure))
                      .map(
                          result -> {
                            results.add(result);
                            return results;
                          }));
    }
    return all;
  }

  /**
   * A store that went away ends the whole call; whoever called sees from the keys how far it got.
   */
  private static Future<Result> refused(ApiKey key, Throwable failure) {
    return failure instanceof LedgerException refusal
            && refusal.reason() != LedgerException.Reason.UNAVAILABLE
        ? Future.succeededFuture(new Result(key, refusal))
        : Future.failedFuture(failure);
  }
}
