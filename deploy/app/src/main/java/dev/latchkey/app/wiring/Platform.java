// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import dev.latchkey.app.manage.HeapWatch;
import dev.latchkey.app.manage.LoopWatch;
import dev.latchkey.app.manage.ProcessMeters;
import dev.latchkey.app.manage.Readiness;
import dev.latchkey.gateway.record.CoarseClock;
import dev.latchkey.listener.Pressure;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What a node stands on: event loops, meters, clocks, randomness.
 *
 * @param pressure on the heap
 * @param nanoTime elapsed time, for ages and limits
 */
public record Platform(
    Vertx vertx,
    PrometheusMeterRegistry registry,
    LoopWatch loops,
    Readiness readiness,
    Pressure pressure,
    InstantSource clock,
    LongSupplier nanoTime,
    SecureRandom random) {

  /** Starts the event loops. */
  public static Platform start(Undo undo) {
    CoarseClock ofMeters = new CoarseClock(InstantSource.system(), System::nanoTime);
    PrometheusMeterRegistry registry =
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), ofMeters);
    ProcessMeters meters = new ProcessMeters(registry);
    undo.addBlocking("process meters", meters::close);
    Pressure pressure = new Pressure();
    HeapWatch heap = new HeapWatch(pressure);
    undo.addBlocking("heap watch", heap::close);
    Vertx vertx = EventLoops.forNode(registry);
    undo.add("event loops", () -> vertx.close().toCompletionStage());
    vertx.setPeriodic(CoarseClock.TICK_MILLIS, id -> ofMeters.tick());
    return new Platform(
        vertx,
        registry,
        new LoopWatch(System::nanoTime, EventLoops.count()),
        new Readiness(),
        pressure,
        InstantSource.system(),
        System::nanoTime,
        new SecureRandom());
  }
}
