// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import dev.latchkey.gateway.pipeline.Lateness;
import dev.latchkey.gateway.record.AccessLog;
import dev.latchkey.gateway.record.CallRecorder;
import dev.latchkey.listener.Census;
import dev.latchkey.listener.CertificateWatch;
import dev.latchkey.listener.Pressure;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;

/** The node's meters beside those of single requests. Names are part of the product's contract. */
final class NodeMeters {
  private NodeMeters() {}

  static void pressure(MeterRegistry registry, Pressure pressure) {
    Gauge.builder("latchkey.pressure.step", pressure, Pressure::step)
        .description("0 while there is memory enough, 3 while calls are turned away for lack of it")
        .strongReference(true)
        .register(registry);
  }

  private static void connections(MeterRegistry registry, Census census) {
    Gauge.builder("latchkey.connections.open", census, Census::open)
        .description("Connections of clients")
        .strongReference(true)
        .register(registry);
    ended(registry, census, "refused", Census::refused);
    ended(registry, census, "displaced", Census::displaced);
    ended(registry, census, "slow_handshake", Census::slowHandshakes);
    ended(registry, census, "slow_head", Census::slowHeads);
    ended(registry, census, "slow_body", Census::slowBodies);
    ended(registry, census, "slow_reader", Census::slowReaders);
  }

  private static void ended(
      MeterRegistry registry, Census census, String cause, ToDoubleFunction<Census> count) {
    FunctionCounter.builder("latchkey.connections.ended", census, count)
        .description("Connections of clients that were ended for what they did")
        .tag("cause", cause)
        .register(registry);
  }

  static void gateway(MeterRegistry registry, DataPlane gateway) {
    CacheMeters.register(registry, gateway);
    connections(registry, gateway.census());
    Gauge.builder("latchkey.requests.in.flight", gateway, DataPlane::inFlight)
        .description("Requests not yet answered to the end")
        .strongReference(true)
        .register(registry);
    Gauge.builder("latchkey.event.loop.lateness", gateway, plane -> plane.latest(Lateness::seconds))
        .description("How late the latest event loop of the data plane is")
        .baseUnit("seconds")
        .strongReference(true)
        .register(registry);
    Gauge.builder("latchkey.requests.turned.away", gateway, plane -> plane.latest(Lateness::share))
        .description("Share of the calls that the latest event loop turns away, 0 to 1")
        .strongReference(true)
        .register(registry);
    Gauge.builder("latchkey.limiter.degraded", gateway, plane -> plane.quotas().degraded() ? 1 : 0)
        .description(
            "1 while quotas and limits of the cluster cannot be counted, and only permits at hand"
                + " are spent")
        .strongReference(true)
        .register(registry);
  }

  static void store(MeterRegistry registry, BooleanSupplier up, FeedWatch feed) {
    Gauge.builder("latchkey.key.store.up", () -> up.getAsBoolean() ? 1 : 0)
        .description("1 while the key store answers")
        .register(registry);
    Gauge.builder("latchkey.revocation.lag", feed, FeedWatch::lagSeconds)
        .description("Since the store last confirmed that no other key has changed")
        .baseUnit("seconds")
        .strongReference(true)
        .register(registry);
  }

  /** How old each change of a key is when it is applied here. */
  static Timer propagation(MeterRegistry registry) {
    return Timer.builder("latchkey.revocation.propagation")
        .description("From the change of a key until it is applied here")
        .serviceLevelObjectives(
            Duration.ofMillis(10),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofSeconds(6))
        .register(registry);
  }

  static void accessLog(MeterRegistry registry, AccessLog log) {
    counter(
        registry,
        "latchkey.access.log.dropped",
        "Lines lost because nobody took them fast enough",
        log,
        AccessLog::dropped);
  }

  static void calls(MeterRegistry registry, CallRecorder calls) {
    counter(
        registry,
        "latchkey.refusals.unexplained",
        "Refusals that nobody can have explained, because there were too many",
        calls,
        CallRecorder::dropped);
  }

  static void certificates(MeterRegistry registry, String listener, CertificateWatch watch) {
    Gauge.builder("latchkey.tls.certificate.expiry", watch, NodeMeters::expiry)
        .description("When the first of a listener's certificates ends, since 1970")
        .baseUnit("seconds")
        .tag("listener", listener)
        .strongReference(true)
        .register(registry);
  }

  private static double expiry(CertificateWatch watch) {
    Instant end = watch.expiresAt();
    return end == null ? Double.NaN : end.getEpochSecond();
  }

  private static <T> void counter(
      MeterRegistry registry,
      String name,
      String description,
      T source,
      ToDoubleFunction<T> count) {
    FunctionCounter.builder(name, source, count).description(description).register(registry);
  }
}
