// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import dev.latchkey.admin.verify.CallEvaluator;
import dev.latchkey.gateway.explain.Explainer;
import dev.latchkey.gateway.explain.Explanation;
import dev.latchkey.gateway.explain.Question;
import dev.latchkey.gateway.limit.CallCounter;
import dev.latchkey.keys.LedgerException;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** The control plane's questions, put to the data plane of the same process. */
final class NodeEvaluator implements CallEvaluator {
  private final Supplier<Explainer> explainer;
  private final CallCounter counter;

  /**
   * @param explainer of the rules that are in force
   */
  NodeEvaluator(Supplier<Explainer> explainer, CallCounter counter) {
    this.explainer = explainer;
    this.counter = counter;
  }

  @Override
  public Future<Judgement> judge(SupposedCall call) {
    Question question =
        new Question(
            call.key(), call.presented(), call.method(), call.path(), call.host(), call.address());
    return explainer
        .get()
        .judge(question, counter, call.spend())
        .map(NodeEvaluator::judgement)
        .recover(
            fault ->
                Future.failedFuture(
                    new LedgerException(LedgerException.Reason.UNAVAILABLE, fault.toString())));
  }

  private static Judgement judgement(Explanation explanation) {
    return new Judgement(
        explanation.refusal() == null ? null : explanation.refusal().code(),
        explanation.requiredScopes(),
        explanation.checks().stream()
            .map(check -> new Check(check.check(), check.ok(), check.detail()))
            .toList());
  }
}
