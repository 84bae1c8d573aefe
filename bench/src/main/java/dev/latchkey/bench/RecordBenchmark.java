// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.bench;

import dev.latchkey.gateway.record.CoarseClock;
import dev.latchkey.gateway.record.LastUsed;
import dev.latchkey.gateway.record.Outcome;
import dev.latchkey.gateway.record.RequestMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** J10 and J11: the meters of one request, and a flush of the last uses of a thousand keys. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecordBenchmark {
  private static final int KEYS = 1_000;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(
          PrometheusConfig.DEFAULT,
          new PrometheusRegistry(),
          new CoarseClock(InstantSource.system(), System::nanoTime));
  private World world;
  private RequestMetrics metrics;
  private LastUsed lastUsed;
  private Outcome[] outcomes;
  private long minute;

  @Setup
  public void prepare() {
    world = new World(20, KEYS);
    metrics = new RequestMetrics(registry, world.rules.routes().routes());
    InstantSource clock = () -> Instant.ofEpochSecond(60 * minute);
    lastUsed = new LastUsed(uses -> Future.succeededFuture(), clock, () -> {});
    outcomes = new Outcome[KEYS];
    for (int i = 0; i < KEYS; i++) {
      var caller = world.decide(world.accepted(world.call(i))).caller();
      outcomes[i] =
          new Outcome(caller.exchange(), caller.route(), caller.key(), 200, null, null, 120_000);
    }
  }

  @TearDown
  public void end() {
    world.close();
  }

  @Benchmark
  public void j10Meters() {
    metrics.record(outcomes[0]);
  }

  /** A thousand keys noted and written; divide by a thousand for one. */
  @Benchmark
  public Future<Void> j11Flush() {
    minute++;
    for (Outcome outcome : outcomes) {
      lastUsed.record(outcome);
    }
    return lastUsed.flush();
  }
}
