// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.latchkey.gateway.TestNanos;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authenticate.KeyStates;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.identify.Routes;
import dev.latchkey.gateway.refusal.Refusal;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Limit;
import dev.latchkey.keys.MapQuotas;
import dev.latchkey.keys.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Two nodes that count by one store, and time that is passed in. */
final class TwoCounters {
  static final Route PLAIN = Routes.at("plain", "/plain");

  final MapQuotas store = new MapQuotas();
  final TestClock clock = new TestClock();
  final TestNanos nanos = new TestNanos();
  final QuotaMeter one = new QuotaMeter(store, 1_000, clock, nanos);
  private final QuotaMeter two = new QuotaMeter(store, 1_000, clock, nanos);
  final CallCounter first = counter(one);
  final CallCounter second = counter(two);
  final KeyId id = new KeyId(UUID.randomUUID());

  TwoCounters() {
    store.nodes(2);
    store.clock(clock);
  }

  static CallCounter counter(QuotaMeter meter) {
    return new CallCounter(
        new LocalLimiter(1_000, System::nanoTime), meter, new ShadowLimiter(10, System::nanoTime));
  }

  KeyState key(Limit limit) {
    return KeyStates.underQuota(id, List.of(), limit);
  }

  static Limit minute() {
    return cluster("minute", 600, 60, null);
  }

  static Limit cluster(String name, int limit, int seconds, @Nullable Integer burst) {
    return new Limit(name, limit, Duration.ofSeconds(seconds), burst, Limit.Scope.CLUSTER);
  }

  int admitted(CallCounter node, KeyState key, int calls) {
    int admitted = 0;
    for (int i = 0; i < calls; i++) {
      admitted += admits(node, key, PLAIN) ? 1 : 0;
    }
    return admitted;
  }

  static boolean admits(CallCounter node, KeyState key, Route route) {
    try {
      if (node.count(key, route) != null) {
        return true;
      }
    } catch (Refusal refused) {
      return false;
    }
    return node.askAndCount(key, route)
        .toCompletionStage()
        .toCompletableFuture()
        .handle((decision, refused) -> refused == null)
        .join();
  }

  static Refusal refusal(CallCounter node, KeyState key) {
    return Objects.requireNonNull(
        catchThrowableOfType(Refusal.class, () -> node.count(key, PLAIN)));
  }

  void askAhead() {
    one.askAhead();
    two.askAhead();
  }

  void pass(Duration time) {
    clock.advance(time);
    nanos.advance(time);
  }
}
