// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import dev.latchkey.config.GatewayConfig;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.gateway.authenticate.CacheCounters;
import dev.latchkey.gateway.authenticate.FailureBudget;
import dev.latchkey.gateway.authenticate.KeyCache;
import dev.latchkey.gateway.forward.upstream.HostNames;
import dev.latchkey.gateway.forward.upstream.UpstreamStates;
import dev.latchkey.gateway.limit.CallCounter;
import dev.latchkey.gateway.limit.LocalLimiter;
import dev.latchkey.gateway.limit.QuotaMeter;
import dev.latchkey.gateway.limit.ShadowLimiter;
import dev.latchkey.gateway.pipeline.Lateness;
import dev.latchkey.gateway.record.Outcome;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.Bait;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.MapQuotas;
import dev.latchkey.keys.TestClock;
import dev.latchkey.listener.Census;
import dev.latchkey.listener.ConnectionWatch;
import dev.latchkey.listener.Patience;
import dev.latchkey.listener.Pressure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The whole data plane on one event loop and a real port, with keys in memory. */
public final class TestGateway implements AutoCloseable {
  private static final GatewayConfig.Drain DRAIN =
      new GatewayConfig.Drain(Duration.ZERO, Duration.ZERO);

  private static final int MANY = 10_000;

  private final Vertx vertx;
  private final MapKeys keys;
  private final TestClock clock;
  private final TestNanos nanos = new TestNanos(System::nanoTime);
  private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
  private final Pressure pressure = new Pressure();
  private final Hiccups hiccups = new Hiccups();
  private final Census census;
  private final GatewayVerticle verticle;
  private final String deployment;
  private final UpstreamStates upstreams;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /** Decoys that were tried. */
  public final Queue<Bait> sprung = new ConcurrentLinkedQueue<>();

  /**
   * How a request ended.
   *
   * @param inFlight requests on their way at that moment
   */
  public record Ended(Outcome outcome, int inFlight) {}

  public TestGateway(Vertx vertx, LatchkeyConfig config, MapKeys keys, TestClock clock) {
    this(vertx, config, keys, clock, HostNames.of(vertx), DRAIN);
  }

  public TestGateway(
      Vertx vertx, LatchkeyConfig config, MapKeys keys, TestClock clock, HostNames names) {
    this(vertx, config, keys, clock, names, DRAIN);
  }

  public TestGateway(
      Vertx vertx,
      LatchkeyConfig config,
      MapKeys keys,
      TestClock clock,
      GatewayConfig.Drain drain) {
    this(vertx, config, keys, clock, HostNames.of(vertx), drain);
  }

  private TestGateway(
      Vertx vertx,
      LatchkeyConfig config,
      MapKeys keys,
      TestClock clock,
      HostNames names,
      GatewayConfig.Drain drain) {
    this.vertx = vertx;
    this.keys = keys;
    this.clock = clock;
    GatewayRules rules = GatewayRules.of(config, "latchkey");
    this.census = census(rules);
    KeyCache cache =
        new KeyCache(
            vertx,
            keys,
            rules.gateway().keyCache().maxKeys(),
            rules.gateway().keyCache().stale(),
            nanos,
            new CacheCounters());
    Answers.of(keys.start(cache));
    this.upstreams = new UpstreamStates(vertx, names, nanos, new SplittableRandom(), registry);
    this.verticle =
        new GatewayVerticle(
            new GatewayVerticle.Parts(
                inForce(rules),
                cache,
                new CallCounter(
                    new LocalLimiter(1_000, nanos),
                    new QuotaMeter(new MapQuotas(), 1_000, clock, nanos),
                    new ShadowLimiter(1_000, nanos)),
                keys,
                (exchange, route, bait) -> sprung.add(bait),
                clock,
                nanos,
                drain,
                protection()));
    this.deployment = Answers.of(vertx.deployVerticle(verticle));
  }

  // Called on the event loop, so that the number in flight is exact.
  private void record(Outcome outcome) {
    ended.add(new Ended(outcome, verticle.inFlight()));
  }

  private InForce inForce(GatewayRules rules) {
    return new InForce(rules, Answers.of(upstreams.of(rules.upstreams())), this::record);
  }

  /** Puts another configuration in force. */
  public void reload(LatchkeyConfig config) {
    GatewayRules rules = GatewayRules.of(config, "latchkey");
    Answers.of(verticle.replace(inForce(rules)));
    upstreams.retain(rules.upstreams());
  }

  public int port() {
    return verticle.port();
  }

  /** What the meter of the one upstream shows. */
  public double meter(String name) {
    return registry.get(name).meter().measure().iterator().next().getValue();
  }

  public MapKeys keys() {
    return keys;
  }

  /** Of its connections. */
  public Census census() {
    return census;
  }

  private static Census census(GatewayRules rules) {
    int total = rules.gateway().connections().total();
    return new Census(
        total == 0 ? MANY : total,
        rules.gateway().connections().perAddress(),
        rules.addresses()::trusts);
  }

  private Protection protection() {
    return new Protection(
        new ConnectionWatch(Patience.USUAL, census, pressure, nanos),
        pressure,
        () -> new Lateness(GatewayConfig.Overload.USUAL.lateness(), hiccups),
        new FailureBudget(nanos, 1));
  }

  /** What the gateway is told about its heap. */
  public Pressure pressure() {
    return pressure;
  }

  /** The clock by which its event loop's lateness is measured. */
  public Hiccups hiccups() {
    return hiccups;
  }

  /** Moves the wall clock and elapsed time alike. */
  public void advance(Duration by) {
    clock.advance(by);
    nanos.advance(by);
  }

  /** How the next request ended, in the order in which they did. */
  public Ended nextEnded() {
    try {
      return Objects.requireNonNull(ended.poll(5, TimeUnit.SECONDS), "no request ended");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Whether every request that ended was asked for with {@link #nextEnded}. */
  public boolean allEndedWereSeen() {
    return ended.isEmpty();
  }

  /** Requests that ended and were not asked for with {@link #nextEnded}. */
  public int endedUnseen() {
    return ended.size();
  }

  @Override
  public void close() {
    Answers.of(vertx.undeploy(deployment));
    upstreams.close();
    Answers.of(keys.close());
  }
}
