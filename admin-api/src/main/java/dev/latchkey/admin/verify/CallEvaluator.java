// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.verify;

import dev.latchkey.admin.problem.Detail;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.KeyGrant;
import dev.latchkey.keys.LedgerException;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The port to the data plane's own judgement of a call that nobody makes. Any thread. */
@FunctionalInterface
public interface CallEvaluator {
  /** For a node that has no routes of its own to judge by. */
  CallEvaluator NONE =
      call -> Future.failedFuture(Problem.of(ProblemCode.UNAVAILABLE, Detail.NO_GATEWAY));

  /** Fails with {@link LedgerException} when it cannot be told. */
  Future<Judgement> judge(SupposedCall call);

  /**
   * @param key null for one that this tenant does not have
   * @param presented the secret it would be made with; null for the key's newest
   * @param address the client's; null when it is not to be judged
   * @param spend whether limits and quotas count it as if it were made
   */
  record SupposedCall(
      @Nullable ApiKey key,
      @Nullable KeyGrant presented,
      String method,
      String path,
      @Nullable String host,
      @Nullable String address,
      boolean spend) {}

  /**
   * @param code of the refusal; null when the call would pass
   * @param requiredScopes of the route; empty when there is none, or it requires none
   * @param trace every check, in the order of the data plane
   */
  record Judgement(@Nullable String code, List<String> requiredScopes, List<Check> trace) {}

  /**
   * @param detail for people
   */
  record Check(String check, boolean ok, String detail) {}
}
