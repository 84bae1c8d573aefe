// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import dev.latchkey.admin.verify.CallEvaluator;
import dev.latchkey.config.GatewayConfig;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.config.RetentionConfig;
import dev.latchkey.gateway.GatewayRules;
import dev.latchkey.gateway.GatewayVerticle;
import dev.latchkey.gateway.InForce;
import dev.latchkey.gateway.Protection;
import dev.latchkey.gateway.authenticate.CacheCounters;
import dev.latchkey.gateway.authenticate.FailureBudget;
import dev.latchkey.gateway.authenticate.KeyCache;
import dev.latchkey.gateway.explain.Explainer;
import dev.latchkey.gateway.forward.upstream.HostNames;
import dev.latchkey.gateway.forward.upstream.UpstreamState;
import dev.latchkey.gateway.forward.upstream.UpstreamStates;
import dev.latchkey.gateway.limit.CallCounter;
import dev.latchkey.gateway.limit.LocalLimiter;
import dev.latchkey.gateway.limit.QuotaMeter;
import dev.latchkey.gateway.limit.ShadowLimiter;
import dev.latchkey.gateway.pipeline.Lateness;
import dev.latchkey.gateway.record.Recorder;
import dev.latchkey.keys.HeldKeys;
import dev.latchkey.keys.postgres.PgStore;
import dev.latchkey.listener.Census;
import dev.latchkey.listener.ConnectionWatch;
import dev.latchkey.listener.Patience;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.net.ServerSSLOptions;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The data plane's parts, shared by one verticle per event loop. */
final class DataPlane {
  /**
   * Keys whose counters are kept, however few the cache holds: a key that falls out of the cache
   * must not get its calls back.
   */
  private static final int LIMITED_KEYS = 1_000_000;

  /** How often permits are asked for that nobody waits for yet. */
  private static final long ASK_AHEAD_MILLIS = 2_000;

  /** How often idle keys' shares of their quotas go back to where other nodes can spend them. */
  private static final long GIVE_BACK_MILLIS = 5_000;

  private final Platform platform;
  private final CacheCounters counters = new CacheCounters();
  private final KeyCache cache;
  private final QuotaMeter quotas;
  private final CallCounter counter;
  private final HeldKeys held;

  /** Tells this process from others that a request may rightly pass too. */
  private final String name;

  private final Protection protection;
  private final Recording recording;
  private final Compiled first;
  private volatile Explainer explainer;
  private final GatewayConfig.Drain drain;
  private final DecoyAlarm decoys;
  private final UpstreamStates upstreams;
  private final List<GatewayVerticle> verticles = new CopyOnWriteArrayList<>();

  /**
   * @param accessLog where to write it; null for none
   */
  DataPlane(
      Platform platform,
      LatchkeyConfig config,
      GatewayConfig gateway,
      PgStore store,
      @Nullable OutputStream accessLog,
      Undo undo) {
    this.platform = platform;
    this.cache = cache(platform, gateway, store, counters);
    this.held = store.ledger();
    this.name = "latchkey-" + HexFormat.of().toHexDigits(platform.random().nextInt());
    this.recording = new Recording(platform, store, accessLog, config.store().retention(), undo);
    this.first = compile(config);
    this.explainer = new Explainer(first.rules(), platform.clock());
    this.drain = gateway.drain();
    this.quotas =
        new QuotaMeter(store.quotas(), LIMITED_KEYS, platform.clock(), platform.nanoTime());
    this.counter =
        new CallCounter(
            new LocalLimiter(LIMITED_KEYS, platform.nanoTime()),
            quotas,
            new ShadowLimiter(LIMITED_KEYS, platform.nanoTime()));
    keepQuotas(undo);
    this.protection = protection(platform, gateway, first.rules());
    this.decoys = new DecoyAlarm(store.leaks(), platform.clock(), platform.registry());
    this.upstreams =
        new UpstreamStates(
            platform.vertx(),
            HostNames.of(platform.vertx()),
            platform.nanoTime(),
            new SplittableRandom(),
            platform.registry());
    undo.addBlocking("upstreams", upstreams::close);
  }

  private static KeyCache cache(
      Platform platform, GatewayConfig gateway, PgStore store, CacheCounters counters) {
    return new KeyCache(
        platform.vertx(),
        store.lookup(),
        gateway.keyCache().maxKeys(),
        gateway.keyCache().stale(),
        platform.nanoTime(),
        counters);
  }

  private static Protection protection(
      Platform platform, GatewayConfig gateway, GatewayRules rules) {
    int total = gateway.connections().total();
    Census census =
        new Census(
            total == 0 ? Descriptors.half() : total,
            gateway.connections().perAddress(),
            rules.addresses()::trusts);
    return new Protection(
        new ConnectionWatch(Patience.USUAL, census, platform.pressure(), platform.nanoTime()),
        platform.pressure(),
        () -> new Lateness(gateway.overload().lateness(), platform.nanoTime()),
        new FailureBudget(platform.nanoTime(), platform.random().nextInt()));
  }

  /** The data listener's connections. */
  Census census() {
    return protection.connections().census();
  }

  /** Everything that can be worked out of a configuration before it is put in force. */
  Compiled compile(LatchkeyConfig config) {
    GatewayRules rules = GatewayRules.of(config, name);
    return new Compiled(rules, recording.of(rules.routes().routes()), config.store().retention());
  }

  /** Puts it in force on every event loop. One caller at a time. */
  Future<?> replace(Compiled next) {
    recording.keep(next.retention());
    return upstreams
        .of(next.rules().upstreams())
        .compose(states -> replace(new InForce(next.rules(), states, next.recorder())))
        .onSuccess(done -> upstreams.retain(next.rules().upstreams()));
  }

  private Future<?> replace(InForce next) {
    explainer = new Explainer(next.rules(), platform.clock());
    return Future.join(verticles.stream().map(verticle -> verticle.replace(next)).toList());
  }

  /** A configuration, but for what has to be looked up on the network. */
  record Compiled(GatewayRules rules, Recorder recorder, RetentionConfig retention) {}

  KeyCache cache() {
    return cache;
  }

  /** The evaluator of calls that are only asked about, with the counters of those that are made. */
  CallEvaluator evaluator() {
    return new NodeEvaluator(() -> explainer, counter);
  }

  QuotaMeter quotas() {
    return quotas;
  }

  CacheCounters counters() {
    return counters;
  }

  /** Requests on their way. */
  int inFlight() {
    return verticles.stream().mapToInt(GatewayVerticle::inFlight).sum();
  }

  /** The most that any event loop shows. */
  double latest(ToDoubleFunction<Lateness> measure) {
    return verticles.stream().map(GatewayVerticle::lateness).mapToDouble(measure).max().orElse(0);
  }

  /** The bound port. */
  int port() {
    return verticles.get(0).port();
  }

  /** Puts other certificates into use, for new connections. */
  Future<Boolean> useCertificates(ServerSSLOptions certificates) {
    return verticles.get(0).useCertificates(certificates);
  }

  /** Listens, on every event loop. */
  Future<String> deploy() {
    recording.start();
    return upstreams.of(first.rules().upstreams()).compose(this::deploy);
  }

  private Future<String> deploy(Map<String, UpstreamState> states) {
    GatewayVerticle.Parts parts =
        new GatewayVerticle.Parts(
            new InForce(first.rules(), states, first.recorder()),
            cache,
            counter,
            held,
            decoys,
            platform.clock(),
            platform.nanoTime(),
            drain,
            protection);
    return platform
        .vertx()
        .deployVerticle(
            () -> {
              GatewayVerticle verticle = new GatewayVerticle(parts);
              verticles.add(verticle);
              return verticle;
            },
            new DeploymentOptions().setInstances(EventLoops.count()));
  }

  private void keepQuotas(Undo undo) {
    long ahead = platform.vertx().setPeriodic(ASK_AHEAD_MILLIS, due -> quotas.askAhead());
    long timer = platform.vertx().setPeriodic(GIVE_BACK_MILLIS, due -> quotas.giveBackIdle());
    undo.add(
        "quotas",
        () -> {
          platform.vertx().cancelTimer(ahead);
          platform.vertx().cancelTimer(timer);
          return quotas.giveBackAll().otherwiseEmpty().toCompletionStage();
        });
  }
}
