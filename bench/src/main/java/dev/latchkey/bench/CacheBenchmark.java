// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.bench;

import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.keys.KeyId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

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

  /** Keys of heads that a server has just read: their texts are near at hand, nothing else is. */
  @State(Scope.Thread)
  public static class JustRead {
    private static final int HEADS = 64;

    private final int[] keys = new int[HEADS];
    private int touched;

    /** Reads the texts of the next keys, uniform over all of them. */
    @Setup(Level.Invocation)
    public void read(CacheBenchmark of) {
      for (int i = 0; i < HEADS; i++) {
        keys[i] = of.random.nextInt(of.keys);
        touched += of.world.touch(keys[i]);
      }
    }
  }

  /** Uniform over all keys: credential, digest, cache, validity. */
  @Benchmark
  @OperationsPerInvocation(JustRead.HEADS)
  public void j2Recognize(JustRead read, Blackhole hole) {
    for (int key : read.keys) {
      Exchange exchange = world.acceptor.begin(world.call(key), false);
      hole.consume(world.authenticator.recognize(exchange, route, exchange.startedNanos()));
    }
    hole.consume(read.touched);
  }

  /** One notification of thousands of changed keys; they are doubted at their next use. */
  @Benchmark
  public void j12Storm() {
    world.cache.onChanged(++revision, storm);
  }
}
