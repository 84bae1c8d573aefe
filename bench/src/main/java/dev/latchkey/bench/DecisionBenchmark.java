// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.bench;

import dev.latchkey.gateway.accept.CanonicalTarget;
import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.limit.Admission;
import dev.latchkey.gateway.record.CoarseClock;
import dev.latchkey.gateway.record.Outcome;
import dev.latchkey.gateway.record.RequestMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
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

/** J5 and J6: the route of a target, and the whole decision on a call with its counters. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecisionBenchmark {
  @Param({"20", "10000"})
  public int routes;

  @Param({"1000"})
  public int keys;

  private World world;
  private RequestMetrics metrics;
  private Exchange[] exchanges;
  private CanonicalTarget[] targets;
  private int next;

  @Setup
  public void prepare() {
    world = new World(routes, keys);
    metrics =
        new RequestMetrics(
            new PrometheusMeterRegistry(
                PrometheusConfig.DEFAULT,
                new PrometheusRegistry(),
                new CoarseClock(InstantSource.system(), System::nanoTime)),
            world.rules.routes().routes());
    targets = new CanonicalTarget[world.heads()];
    exchanges = new Exchange[world.heads()];
    for (int i = 0; i < exchanges.length; i++) {
      targets[i] = CanonicalTarget.parse(world.call(i).uri());
      exchanges[i] = world.accepted(world.call(i));
    }
  }

  @TearDown
  public void end() {
    world.close();
  }

  @Benchmark
  public Route j5Route() {
    return world.rules.routes().find("api.example.test", "GET", targets[turn() % targets.length]);
  }

  /** From the accepted request to the proof that it was counted. */
  @Benchmark
  public Admission j6Decision() {
    return world.decide(accepted());
  }

  /** The same from the request's head on: its id, its client, its target. */
  @Benchmark
  public Admission j6DecisionFromHead() {
    return world.decide(world.accepted(world.call(turn())));
  }

  /** The same, and the meters of its end. */
  @Benchmark
  public Admission j6DecisionWithCounters() {
    Admission admission = world.decide(accepted());
    metrics.record(
        new Outcome(
            admission.caller().exchange(),
            admission.caller().route(),
            admission.caller().key(),
            200,
            null,
            null,
            100_000));
    return admission;
  }

  private Exchange accepted() {
    int key = turn();
    world.call(key);
    return exchanges[key % exchanges.length];
  }

  private int turn() {
    next = next + 1 == keys ? 0 : next + 1;
    return next;
  }
}
