// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import dev.latchkey.config.GatewayConfig;
import dev.latchkey.gateway.accept.Acceptor;
import dev.latchkey.gateway.accept.Methods;
import dev.latchkey.gateway.accept.RequestId;
import dev.latchkey.gateway.authenticate.Authenticator;
import dev.latchkey.gateway.authenticate.DecoyTrap;
import dev.latchkey.gateway.authenticate.KeyCache;
import dev.latchkey.gateway.authorize.AccessRules;
import dev.latchkey.gateway.authorize.Authorizer;
import dev.latchkey.gateway.authorize.ShadowRules;
import dev.latchkey.gateway.forward.Forwarder;
import dev.latchkey.gateway.forward.InFlight;
import dev.latchkey.gateway.forward.LoopUpstreams;
import dev.latchkey.gateway.forward.Upstream;
import dev.latchkey.gateway.limit.Admitter;
import dev.latchkey.gateway.limit.CallCounter;
import dev.latchkey.gateway.pipeline.EdgePipeline;
import dev.latchkey.gateway.pipeline.FailureRenderer;
import dev.latchkey.gateway.pipeline.Lateness;
import dev.latchkey.gateway.pipeline.Parting;
import dev.latchkey.gateway.pipeline.Standing;
import dev.latchkey.gateway.self.SelfService;
import dev.latchkey.keys.HeldKeys;
import dev.latchkey.keys.KeyMint;
import dev.latchkey.listener.Bounds;
import dev.latchkey.listener.Listeners;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.ServerSSLOptions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The data plane on one event loop: its own pipeline, its own upstream clients, and a share of the
 * listener's connections. Deploy as many as there are event loops.
 */
public final class GatewayVerticle extends VerticleBase {
  private final Parts parts;
  private final InFlight inFlight = new InFlight();
  private final Lateness lateness;
  private final SecureRandom random = new SecureRandom();
  private @Nullable Parting parting;
  private @Nullable HttpServer server;
  private @Nullable EdgePipeline pipeline;
  private @Nullable Standing standing;
  private boolean draining;
  private @Nullable LoopUpstreams upstreams;

  public GatewayVerticle(Parts parts) {
    this.parts = parts;
    this.lateness = parts.protection().lateness().get();
  }

  /**
   * What all instances share.
   *
   * @param first what is in force until something else is
   * @param held keys, for their holders to look after
   */
  public record Parts(
      InForce first,
      KeyCache cache,
      CallCounter counter,
      HeldKeys held,
      DecoyTrap decoys,
      InstantSource clock,
      LongSupplier nanoTime,
      GatewayConfig.Drain drain,
      Protection protection) {}

  @Override
  public Future<?> start() {
    parting = new Parting(vertx);
    upstreams = new LoopUpstreams(vertx, new SplittableRandom(), parts.nanoTime());
    serveBy(parts.first());
    GatewayConfig gateway = parts.first().rules().gateway();
    vertx.setPeriodic(Standing.LOOK_MILLIS, id -> Objects.requireNonNull(standing).look());
    beat();
    vertx.setPeriodic(InFlight.SWEEP_MILLIS, id -> inFlight.sweep(parts.nanoTime().getAsLong()));
    server =
        Listeners.create(
                vertx,
                gateway.listen(),
                gateway.tls(),
                gateway.clientCertificates(),
                Bounds.CALLS,
                parts.protection().connections())
            .requestHandler(request -> line().handle(request))
            .invalidRequestHandler(request -> line().refuseMalformed(request))
            .exceptionHandler(reset -> {});
    return server.listen();
  }

  /** Each beat is due a while after the one before it: one that comes late is not made up for. */
  private void beat() {
    lateness.expect();
    vertx.setTimer(
        Lateness.BEAT_MILLIS,
        due -> {
          lateness.beat();
          beat();
        });
  }

  /**
   * Puts something else in force on this loop, from one request to the next; requests on their way
   * finish under what they began with. Any thread.
   */
  public Future<Void> replace(InForce next) {
    Promise<Void> replaced = Promise.promise();
    context.runOnContext(
        v -> {
          serveBy(next);
          replaced.complete();
        });
    return replaced.future();
  }

  /** The port that was bound. */
  public int port() {
    return server == null ? -1 : server.actualPort();
  }

  /** Puts other certificates into use, for new connections of every instance. */
  public Future<Boolean> useCertificates(ServerSSLOptions certificates) {
    return server == null
        ? Future.failedFuture("not listening")
        : server.updateSSLOptions(certificates, true);
  }

  /** How late this loop is. */
  public Lateness lateness() {
    return lateness;
  }

  /** Requests not yet answered to the end, on this loop. */
  public int inFlight() {
    return inFlight.size();
  }

  /**
   * Goes on accepting for the grace, asking every client to come back on another connection; then
   * takes no more connections and finishes what was accepted, for as long as allowed.
   */
  @Override
  public Future<?> stop() {
    HttpServer listening = server;
    if (listening == null) {
      return Future.succeededFuture();
    }
    draining = true;
    line().drain();
    parts.protection().connections().leave();
    long limit = parts.drain().limit().toMillis();
    return graceIsOver()
        .onSuccess(v -> inFlight.depart())
        .compose(v -> listening.shutdown(limit, TimeUnit.MILLISECONDS))
        .compose(v -> Objects.requireNonNull(upstreams).close());
  }

  private Future<Void> graceIsOver() {
    long millis = parts.drain().grace().toMillis();
    Promise<Void> over = Promise.promise();
    if (millis == 0) {
      over.complete();
    } else {
      vertx.setTimer(millis, id -> over.complete());
    }
    return over.future();
  }

  private EdgePipeline line() {
    return Objects.requireNonNull(pipeline);
  }

  private void serveBy(InForce next) {
    EdgePipeline before = pipeline;
    LoopUpstreams clients = Objects.requireNonNull(upstreams);
    List<Upstream> unused = clients.use(next.upstreams());
    EdgePipeline after = pipeline(next, clients.current());
    if (draining) {
      after.drain();
    }
    pipeline = after;
    if (before != null) {
      before.retire(() -> unused.forEach(Upstream::retire));
    }
  }

  private SelfService self(GatewayRules rules) {
    return new SelfService(
        parts.held(), new KeyMint(random), rules.profiles(), parts.clock(), random);
  }

  private EdgePipeline pipeline(InForce next, Map<String, Upstream> clients) {
    GatewayRules rules = next.rules();
    Authenticator authenticator =
        new Authenticator(
            parts.cache(),
            rules.keys(),
            rules.prefixes(),
            parts.clock(),
            parts.decoys(),
            parts.protection().failures());
    Authorizer authorizer =
        new Authorizer(
            List.copyOf(AccessRules.of(rules.routes().routes()).values()),
            new ShadowRules(rules.routes().routes()));
    standing = new Standing(inFlight, authenticator, authorizer, parts.nanoTime());
    return new EdgePipeline(
        new Acceptor(
            rules.addresses(),
            new RequestId(random.nextLong()),
            new Methods(rules.routes().methods()),
            parts.nanoTime()),
        rules.routes(),
        authenticator,
        authorizer,
        new Admitter(parts.counter()),
        new Forwarder(clients, rules.headers(), self(rules), inFlight, parts.nanoTime()),
        next.recorder(),
        new FailureRenderer(),
        parts.protection().pressure(),
        lateness,
        Objects.requireNonNull(parting),
        parts.nanoTime());
  }
}
