// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import dev.latchkey.gateway.TestNanos;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authenticate.KeyStates;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.identify.Routes;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.MapQuotas;
import dev.latchkey.keys.Quota;
import dev.latchkey.keys.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Two nodes that count quotas in one store, on one clock. */
class QuotaScene {
  static final Route PLAIN = Routes.at("plain", "/plain");

  final MapQuotas store = new MapQuotas();
  final TestClock clock = new TestClock();
  final TestNanos nanos = new TestNanos();
  final QuotaMeter one = new QuotaMeter(store, 1_000, clock, nanos);
  final QuotaMeter two = new QuotaMeter(store, 1_000, clock, nanos);
  private final KeyId id = new KeyId(UUID.randomUUID());

  /** Where the quotas of this key stand after a call that they refuse. */
  Decision refusalOf(KeyState key) {
    return one.of(key, PLAIN)
        .with(Decision.UNLIMITED, false, Reason.QUOTA_EXCEEDED, clock.millis(), nanos.getAsLong());
  }

  KeyState key(Quota... quotas) {
    return KeyStates.underQuota(id, List.of(quotas));
  }

  static Quota quota(String name, long limit, Quota.Period period) {
    return new Quota(name, limit, period);
  }

  int spend(QuotaMeter node, KeyState key, int calls) {
    int admitted = 0;
    for (int call = 0; call < calls; call++) {
      admitted += admits(node, key) ? 1 : 0;
    }
    return admitted;
  }

  /** As the admitter does it: asks ahead, and asks when nothing is at hand. */
  boolean admits(QuotaMeter node, KeyState key) {
    KeyQuotas quotas = node.of(key, PLAIN);
    HeldQuotas.Verdict verdict = quotas.spend(clock.millis(), nanos.getAsLong());
    while (verdict == HeldQuotas.Verdict.UNKNOWN) {
      Answers.of(node.ask(quotas).map(done -> true));
      verdict = quotas.spend(clock.millis(), nanos.getAsLong());
    }
    if (verdict == HeldQuotas.Verdict.SPENT && quotas.isLow(clock.millis())) {
      node.want(quotas);
      node.askAhead();
    }
    return verdict == HeldQuotas.Verdict.SPENT;
  }

  KeyQuotas quotasOf(QuotaMeter node, KeyState key) {
    KeyQuotas quotas = node.of(key, PLAIN);
    quotas.look(clock.millis(), nanos.getAsLong());
    return quotas;
  }

  void pass(Duration time) {
    clock.advance(time);
    nanos.advance(time);
  }
}
