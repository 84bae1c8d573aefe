// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import dev.latchkey.admin.http.ApiRouter;
import dev.latchkey.admin.openapi.ApiDocument;
import dev.latchkey.config.AdminConfig;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.keys.KeyMint;
import dev.latchkey.listener.Bounds;
import dev.latchkey.listener.ConnectionWatch;
import dev.latchkey.listener.Listeners;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control plane's listener: HTTP/1.1, with TLS where it is configured. One instance. */
public final class AdminVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(AdminVerticle.class);

  /** Room for the longest token and the rest of a request's head. */
  private static final Bounds BOUNDS = new Bounds(8_192, 16_384, 100, 0);

  private static final int DRAIN_SECONDS = 10;

  private static final long UPKEEP_MILLIS = 600_000;
  private static final long WATCH_MILLIS = 60_000;

  private final AdminConfig admin;
  private final AdminApi first;
  private final Function<LatchkeyConfig, AdminApi> apis;
  private volatile AdminApi inForce;
  private volatile @Nullable Desk desk;
  private volatile @Nullable HttpServer server;

  /**
   * @param document the same for every configuration; a good part of a second to make
   * @throws IllegalArgumentException when there is no control plane configured, an issuer's key
   *     cannot be used, or the listener would be open to the network without TLS
   */
  public AdminVerticle(
      Vertx vertx,
      ApiDocument document,
      LatchkeyConfig config,
      AdminPorts ports,
      KeyMint mint,
      InstantSource clock,
      SecureRandom random) {
    this.admin = required(config);
    if (admin.tls().isEmpty() && !admin.listen().isLoopback() && !admin.insecure()) {
      throw new IllegalArgumentException(
          "admin.listen is open to the network without TLS; configure admin.tls, or say"
              + " insecure: true");
    }
    this.apis =
        next -> new AdminApi(vertx, document, next, required(next), ports, mint, clock, random);
    this.first = apis.apply(config);
    this.inForce = first;
  }

  /** What answers at the moment. */
  private record Desk(ApiRouter api, Router routes) {}

  @Override
  public Future<?> start() {
    desk = desk(first);
    return Listeners.create(
            vertx,
            admin.listen(),
            admin.tls(),
            admin.clientCertificates(),
            BOUNDS,
            ConnectionWatch.ofFew())
        .requestHandler(request -> desk().routes().handle(request))
        .invalidRequestHandler(request -> desk().api().refuseBroken(request))
        .listen()
        .onFailure(refused -> closed(first.close()))
        .onSuccess(
            bound -> {
              server = bound;
              first.courier().start();
              runUpkeep();
              vertx.setPeriodic(UPKEEP_MILLIS, due -> runUpkeep());
              vertx.setPeriodic(WATCH_MILLIS, due -> runWatch());
            })
        .compose(bound -> welcome());
  }

  /** What fails is logged by the store, and done the next time. */
  private void runUpkeep() {
    inForce.upkeep().run().onFailure(later -> {});
  }

  private void runWatch() {
    inForce.upkeep().watch().onFailure(later -> {});
  }

  /** The one secret that is ever logged: it works once, for a quarter of an hour. */
  private Future<Void> welcome() {
    return first
        .firstCode()
        .onSuccess(
            code ->
                code.ifPresent(
                    text ->
                        LOG.warn(
                            "Nobody can sign in yet. Within 15 minutes, make the first owner with"
                                + " the code {} by POST /admin/v1/bootstrap",
                            text)))
        .<Void>mapEmpty()
        .recover(
            fault -> {
              LOG.warn("The first code could not be made: {}", fault.getMessage());
              return Future.succeededFuture();
            });
  }

  /**
   * Works out what another configuration means, without putting it in force.
   *
   * @throws IllegalArgumentException as at construction
   */
  public AdminApi prepare(LatchkeyConfig config) {
    return apis.apply(config);
  }

  /**
   * Puts it in force, from one request to the next; what was in force finishes what it began.
   * Closes what cannot be put in force. Any thread.
   */
  public Future<Void> replace(AdminApi next) {
    Promise<Void> replaced = Promise.promise();
    context.runOnContext(
        v -> {
          try {
            takeOver(next);
            replaced.complete();
          } catch (RuntimeException unusable) {
            closed(next.close());
            replaced.fail(unusable);
          }
        });
    return replaced.future();
  }

  private void takeOver(AdminApi next) {
    Desk over = desk();
    AdminApi before = inForce;
    desk = desk(next);
    inForce = next;
    closed(before.close(over.api().retire()));
    next.courier().start();
  }

  private static Future<Void> closed(Future<Void> closing) {
    return closing.onFailure(
        fault -> LOG.warn("A client could not be closed: {}", fault.getMessage()));
  }

  private Desk desk() {
    return Objects.requireNonNull(desk);
  }

  private Desk desk(AdminApi api) {
    ApiRouter router = api.router();
    return new Desk(router, router.build(api.operations()));
  }

  private static AdminConfig required(LatchkeyConfig config) {
    AdminConfig admin = config.admin();
    if (admin == null) {
      throw new IllegalArgumentException("the configuration has no section admin");
    }
    return admin;
  }

  /** Takes no more connections and lets what runs finish, for at most 10 s. */
  @Override
  public Future<?> stop() {
    HttpServer bound = server;
    Future<Void> answered =
        bound == null ? Future.succeededFuture() : bound.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS);
    return Future.join(answered, closed(inForce.close(answered)));
  }

  /**
   * Puts other certificates into use, for new connections.
   *
   * @throws IllegalStateException before the verticle was deployed
   */
  public Future<Boolean> useCertificates(ServerSSLOptions certificates) {
    return bound().updateSSLOptions(certificates, true);
  }

  /**
   * The port that was bound.
   *
   * @throws IllegalStateException before the verticle was deployed
   */
  public int actualPort() {
    return bound().actualPort();
  }

  private HttpServer bound() {
    HttpServer bound = server;
    if (bound == null) {
      throw new IllegalStateException("not listening yet");
    }
    return bound;
  }
}
