// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.explain;

import dev.latchkey.gateway.GatewayRules;
import dev.latchkey.gateway.limit.CallCounter;
import dev.latchkey.gateway.limit.Decision;
import dev.latchkey.gateway.refusal.Refusal;
import io.vertx.core.Future;
import java.time.InstantSource;

/**
 * Explains what the stages that enforce would say of a call that nobody makes. After the first
 * objection it goes on where it can, so that everything to be mended is told at once. Any thread.
 */
public final class Explainer {
  private final Walk walk;
  private final ShadowCheck shadows;

  public Explainer(GatewayRules rules, InstantSource clock) {
    this.shadows = new ShadowCheck(rules.routes().routes());
    this.walk = new Walk(rules, shadows, clock);
  }

  /** Counts nothing, and notes no use. */
  public Explanation explain(Question question) {
    Findings findings = new Findings();
    walk.past(question, findings);
    return findings.done();
  }

  /**
   * Explains, and then asks the counters of this node, too.
   *
   * @param spend whether the call is counted as if it were made
   * @return fails with a Fault when the store that counts quotas is away
   */
  public Future<Explanation> judge(Question question, CallCounter counter, boolean spend) {
    Findings findings = new Findings();
    Supposed call = walk.past(question, findings);
    if (call == null || !findings.clear()) {
      return Future.succeededFuture(findings.done());
    }
    return counted(call, counter, spend)
        .transform(
            done -> {
              if (done.succeeded()) {
                findings.pass("count", Limits.tell(done.result()));
                shadows.count(call, counter, spend, findings);
              } else if (done.cause() instanceof Refusal refusal) {
                String used = String.join(", ", refusal.named());
                findings.fail("count", refusal.reason(), used + " is used up");
              } else {
                return Future.failedFuture(done.cause());
              }
              return Future.succeededFuture(findings.done());
            });
  }

  private static Future<Decision> counted(Supposed call, CallCounter counter, boolean spend) {
    if (!spend) {
      return counter.look(call.key(), call.route());
    }
    try {
      Decision decision = counter.count(call.key(), call.route());
      return decision == null
          ? counter.askAndCount(call.key(), call.route())
          : Future.succeededFuture(decision);
    } catch (Refusal refusal) {
      return Future.failedFuture(refusal);
    }
  }
}
