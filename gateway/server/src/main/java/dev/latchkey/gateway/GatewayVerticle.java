// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import dev.latchkey.gateway.accept.Acceptor;
import dev.latchkey.gateway.accept.Methods;
import dev.latchkey.gateway.accept.RequestId;
import dev.latchkey.gateway.authenticate.Authenticator;
import dev.latchkey.gateway.authenticate.DecoyTrap;
import dev.latchkey.gateway.authenticate.KeyCache;
import dev.latchkey.gateway.authorize.AccessRules;
import dev.latchkey.gateway.authorize.Authorizer;
import dev.latchkey.gateway.forward.Forwarder;
import dev.latchkey.gateway.forward.InFlight;
import dev.latchkey.gateway.forward.LoopUpstreams;
import dev.latchkey.gateway.forward.upstream.UpstreamState;
import dev.latchkey.gateway.limit.Admitter;
import dev.latchkey.gateway.limit.Limiter;
import dev.latchkey.gateway.pipeline.EdgePipeline;
import dev.latchkey.gateway.pipeline.FailureRenderer;
import dev.latchkey.gateway.record.Recorder;
import dev.latchkey.listener.Bounds;
import dev.latchkey.listener.ConnectionWatch;
import dev.latchkey.listener.Listeners;
import dev.latchkey.listener.Patience;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.ServerSSLOptions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The data plane on one event loop: its own pipeline, its own upstream clients, and a share of the
 * listener's connections. Deploy as many as there are event loops.
 */
public final class GatewayVerticle extends VerticleBase {
  private static final long DRAIN_CHECK_MILLIS = 20;

  private final Parts parts;
  private final InFlight inFlight = new InFlight();
  private @Nullable HttpServer server;
  private @Nullable EdgePipeline pipeline;
  private @Nullable LoopUpstreams upstreams;

  public GatewayVerticle(Parts parts) {
    this.parts = parts;
  }

  /**
   * What all instances share.
   *
   * @param upstreams by id, of every upstream of the rules
   * @param drain the longest time to wait for requests on their way when stopping, in nanoseconds
   */
  public record Parts(
      GatewayRules rules,
      Map<String, UpstreamState> upstreams,
      KeyCache cache,
      Limiter limiter,
      Recorder recorder,
      DecoyTrap decoys,
      InstantSource clock,
      LongSupplier nanoTime,
      long drain,
      Protection protection) {}

  @Override
  public Future<?> start() {
    GatewayRules rules = parts.rules();
    LoopUpstreams loopUpstreams = new LoopUpstreams(vertx, new SplittableRandom());
    upstreams = loopUpstreams;
    Forwarder forwarder =
        new Forwarder(
            loopUpstreams.use(parts.upstreams()), rules.headers(), inFlight, parts.nanoTime());
    EdgePipeline line = pipeline(forwarder);
    pipeline = line;
    vertx.setPeriodic(InFlight.SWEEP_MILLIS, id -> inFlight.sweep(parts.nanoTime().getAsLong()));
    server =
        Listeners.create(
                vertx,
                rules.gateway().listen(),
                rules.gateway().tls(),
                rules.gateway().clientCertificates(),
                Bounds.CALLS,
                watch())
            .requestHandler(line::handle)
            .invalidRequestHandler(line::refuseMalformed)
            .exceptionHandler(reset -> {});
    return server.listen();
  }

  private ConnectionWatch watch() {
    Protection protection = parts.protection();
    return new ConnectionWatch(
        Patience.USUAL, protection.census(), protection.pressure(), parts.nanoTime());
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

  /** Requests not yet answered to the end, on this loop. */
  public int inFlight() {
    return inFlight.size();
  }

  /** Finishes what was accepted, for as long as allowed, then closes. */
  @Override
  public Future<?> stop() {
    if (pipeline == null || server == null || upstreams == null) {
      return Future.succeededFuture();
    }
    pipeline.drain();
    HttpServer listening = server;
    LoopUpstreams clients = upstreams;
    return drained().compose(v -> listening.close()).compose(v -> clients.close());
  }

  private Future<Void> drained() {
    Promise<Void> empty = Promise.promise();
    long deadline = parts.nanoTime().getAsLong() + parts.drain();
    vertx.setPeriodic(
        DRAIN_CHECK_MILLIS,
        id -> {
          if (inFlight.size() == 0 || parts.nanoTime().getAsLong() - deadline >= 0) {
            vertx.cancelTimer(id);
            empty.tryComplete();
          }
        });
    return empty.future();
  }

  private EdgePipeline pipeline(Forwarder forwarding) {
    GatewayRules rules = parts.rules();
    return new EdgePipeline(
        new Acceptor(
            rules.addresses(),
            new RequestId(new SecureRandom().nextLong()),
            new Methods(rules.routes().methods()),
            parts.nanoTime()),
        rules.routes(),
        new Authenticator(
            parts.cache(),
            rules.prefixes(),
            parts.clock(),
            parts.decoys(),
            parts.protection().failures()),
        new Authorizer(List.copyOf(AccessRules.of(rules.routes().routes()).values())),
        new Admitter(parts.limiter()),
        forwarding,
        parts.recorder(),
        new FailureRenderer(),
        parts.protection().pressure(),
        vertx,
        parts.nanoTime());
  }
}
