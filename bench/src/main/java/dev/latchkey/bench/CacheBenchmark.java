// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.bench;

import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.authenticate.Caller;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.keys.KeyId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** J2 and J12: from a request to its caller at several cache sizes, and a storm of changes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CacheBenchmark {
  @Param({"1000", "100000"})
  public int keys;

  private final SplittableRandom random = new SplittableRandom(7);
  private World world;
  private Route route;
  private Set<KeyId> storm;
  private long revision;

  @Setup
  public void prepare() {
    world = new World(1, keys);
    route = world.rules.routes().routes().get(0);
    storm = new HashSet<>(List.of(world.ids).subList(0, Math.min(keys, 10_000) / 2));
  }

  @TearDown
  public void end() {
    world.close();
  }

  /** Uniform over all keys: credential, check, digest, cache, validity. */
  @Benchmark
  public Caller j2Recognize() {
    Exchange exchange = world.acceptor.begin(world.call(random.nextInt(keys)));
    return world.authenticator.recognize(exchange, route, exchange.startedNanos());
  }

  /** One notification of thousands of changed keys; they are doubted at their next use. */
  @Benchmark
  public void j12Storm() {
    world.cache.onChanged(++revision, storm);
  }
}
