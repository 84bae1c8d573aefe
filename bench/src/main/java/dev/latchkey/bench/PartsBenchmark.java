// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.bench;

import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.limit.Decision;
import dev.latchkey.gateway.limit.LocalLimiter;
import dev.latchkey.keys.KeyDigest;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** J1, J3 and J4: digest, limit and scopes by themselves, each beside what it replaces. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PartsBenchmark {
  private String key;
  private World world;
  private LocalLimiter limiter;
  private KeyState state;
  private Route route;
  private AtomicRateLimiter bare;

  @Setup
  public void prepare() {
    world = new World(20, 1);
    key = world.call(0).getHeader("X-API-Key");
    state = world.decide(world.accepted(world.call(0))).caller().key();
    route = world.rules.routes().routes().get(0);
    limiter = new LocalLimiter(1_000, System::nanoTime);
    bare =
        new AtomicRateLimiter(
            "bare",
            RateLimiterConfig.custom()
                .limitForPeriod(100_000_000)
                .limitRefreshPeriod(Duration.ofMinutes(1))
                .timeoutDuration(Duration.ZERO)
                .build());
  }

  @TearDown
  public void end() {
    world.close();
  }

  @Benchmark
  public KeyDigest j1Digest() {
    return KeyDigest.of(key);
  }

  /** What a look-up of the algorithm for each key costs. */
  @Benchmark
  public byte[] j1DigestBySearch() throws NoSuchAlgorithmException {
    return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
  }

  /** One limit of one key: look-up, clock, count and standing. */
  @Benchmark
  public Decision j3Limit() {
    return limiter.ask(state, route);
  }

  /** The library alone, without look-up, several limits or standings. */
  @Benchmark
  public boolean j3LimitBare() {
    return bare.acquirePermission(1);
  }

  @Benchmark
  public boolean j4Scope() {
    return state.scopes().coversAll(route.requiredMask());
  }
}
