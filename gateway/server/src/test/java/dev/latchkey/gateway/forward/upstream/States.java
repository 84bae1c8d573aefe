// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import dev.latchkey.config.UpstreamConfig;
import dev.latchkey.config.UpstreamTls;
import dev.latchkey.config.UpstreamConfig.Balance;
import dev.latchkey.config.UpstreamConfig.Breaker;
import dev.latchkey.config.UpstreamConfig.Ejection;
import dev.latchkey.config.UpstreamConfig.Pool;
import dev.latchkey.config.UpstreamConfig.Retries;
import dev.latchkey.config.UpstreamConfig.Target;
import dev.latchkey.config.UpstreamConfig.Timeouts;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Upstreams of several targets for tests. */
final class States {
  private States() {}

  static UpstreamState weighing(int... weights) {
    return of(() -> 0, Ejection.DEFAULT, null, weights);
  }

  static UpstreamState of(
      LongSupplier nanoTime, Ejection ejection, @Nullable Breaker breaker, int... weights) {
    List<Target> targets =
        IntStream.range(0, weights.length)
            .mapToObj(i -> new Target(false, "127.0.0.1", 9_000 + i, weights[i]))
            .toList();
    UpstreamConfig config =
        new UpstreamConfig(
            "crm",
            targets,
            Balance.ROUND_ROBIN,
            Timeouts.DEFAULT,
            Pool.DEFAULT,
            null,
            ejection,
            Retries.DEFAULT,
            breaker,
            UpstreamConfig.Protocol.HTTP1,
            UpstreamTls.DEFAULT);
    return new UpstreamState(config, nanoTime);
  }
}
