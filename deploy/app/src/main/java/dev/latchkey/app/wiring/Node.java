// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import dev.latchkey.admin.AdminApi;
import dev.latchkey.admin.AdminPorts;
import dev.latchkey.admin.AdminVerticle;
import dev.latchkey.admin.openapi.ApiDocument;
import dev.latchkey.admin.verify.CallEvaluator;
import dev.latchkey.app.manage.ManagementServer;
import dev.latchkey.app.terminal.CommandFailure;
import dev.latchkey.config.AdminConfig;
import dev.latchkey.config.GatewayConfig;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.config.ManagementConfig;
import dev.latchkey.keys.KeyMint;
import dev.latchkey.keys.postgres.KeySchema;
import dev.latchkey.keys.postgres.PgStore;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running Latchkey: management listener, store, control plane, data plane, in this order; undone
 * in the opposite one, so that readiness goes first and the store last.
 */
public final class Node {
  private static final Logger log = LoggerFactory.getLogger(Node.class);

  private final Platform platform;
  private final LatchkeyConfig config;
  private final Undo undo;
  private final Bindings bindings;
  private @Nullable PgStore store;
  private @Nullable DataPlane dataPlane;
  private @Nullable AdminVerticle controlPlane;
  private @Nullable NodePresence presence;
  private @Nullable String gateway;
  private @Nullable String admin;
  private @Nullable String management;

  private Node(Platform platform, LatchkeyConfig config, Undo undo) {
    this.platform = platform;
    this.config = config;
    this.undo = undo;
    this.bindings = new Bindings(platform, undo);
  }

  /** Where listeners are, as base URLs; null for those that the configuration leaves out. */
  public record Addresses(
      @Nullable String gateway, @Nullable String admin, @Nullable String management) {}

  /**
   * Starts everything that the configuration asks for. Blocks.
   *
   * @param database waited for when it is its turn
   * @param accessLog where to write it; null for none
   * @param undo gets every step, also those of a start that fails half way
   * @throws CommandFailure when something cannot be started, in words
   */
  public static Node start(
      Platform platform,
      LatchkeyConfig config,
      DatabaseStart database,
      @Nullable OutputStream accessLog,
      Undo undo) {
    Node node = new Node(platform, config, undo);
    TlsStart tls = new TlsStart(platform.vertx(), config);
    tls.load();
    node.startManagement();
    // While the database starts, on another thread.
    KeySchema.loadAhead();
    ApiDocument document = config.admin() == null ? null : new ApiDocument();
    PgStore store = node.newStore(database.started());
    GatewayConfig gateway = config.gateway();
    DataPlane plane =
        gateway == null ? null : new DataPlane(platform, config, gateway, store, accessLog, undo);
    node.dataPlane = plane;
    AdminVerticle control = document == null ? null : node.newControlPlane(document, store, plane);
    database.prepared().check(store);
    FeedWatch watch = StoreContact.begin(platform, store, plane, undo);
    node.startAdmin(control);
    if (gateway != null && plane != null) {
      node.startGateway(gateway, plane);
      node.joinGateways(gateway, plane, store, watch);
    }
    undo.addBlocking("readiness", platform.readiness()::draining);
    platform.readiness().started();
    tls.rehearse();
    return node;
  }

  /**
   * Checks that the ports are free, before anything is started. Blocks for an instant.
   *
   * @throws CommandFailure naming the first that is not
   */
  public static void requirePorts(LatchkeyConfig config) {
    Listener.of(config).forEach(Listener::requireFree);
  }

  /** The node's own connections to its store. */
  public PgStore store() {
    return Objects.requireNonNull(store);
  }

  public Addresses addresses() {
    return new Addresses(gateway, admin, management);
  }

  /**
   * Puts another configuration in force, from one request to the next. Works out all of it before
   * it changes any. Any thread but an event loop.
   *
   * @param next differs in nothing that {@link FixedSettings} names
   * @throws IllegalArgumentException when it cannot be used after all; then nothing has changed
   */
  public Future<?> replace(LatchkeyConfig next) {
    DataPlane plane = dataPlane;
    AdminVerticle control = controlPlane;
    DataPlane.Compiled rules = plane == null ? null : plane.compile(next);
    AdminApi api = control == null ? null : control.prepare(next);
    List<Future<?>> replacing = new ArrayList<>();
    try {
      if (plane != null && rules != null) {
        replacing.add(plane.replace(rules));
      }
    } catch (RuntimeException unusable) {
      if (api != null) {
        api.close().onFailure(fault -> log.warn("A client stays open: {}", fault.getMessage()));
      }
      throw unusable;
    }
    if (control != null && api != null) {
      replacing.add(control.replace(api));
    }
    return Future.join(replacing);
  }

  private void startManagement() {
    Bindings.await(Listener.MANAGEMENT, null, platform.loops().deploy(platform.vertx()));
    ManagementConfig section = config.management();
    if (section == null) {
      return;
    }
    ManagementServer server =
        new ManagementServer(
            platform.vertx(), platform.loops(), platform.readiness(), platform.registry());
    HttpServer bound =
        Bindings.await(Listener.MANAGEMENT, section.listen(), server.listen(section.listen()));
    undo.add("management listener", () -> bound.close().toCompletionStage());
    management = Bindings.url(List.of(), section.listen(), bound.actualPort());
  }

  private PgStore newStore(Database database) {
    PgStore connects = database.store(platform.vertx(), config.store(), platform.clock());
    undo.add("store connections", () -> connects.close().toCompletionStage());
    store = connects;
    return connects;
  }

  private AdminVerticle newControlPlane(
      ApiDocument document, PgStore store, @Nullable DataPlane plane) {
    return new AdminVerticle(
        platform.vertx(),
        document,
        config,
        new AdminPorts(store.control(), plane == null ? CallEvaluator.NONE : plane.evaluator()),
        new KeyMint(platform.random()),
        platform.clock(),
        platform.random());
  }

  private void startAdmin(@Nullable AdminVerticle verticle) {
    AdminConfig section = config.admin();
    if (section == null || verticle == null) {
      return;
    }
    controlPlane = verticle;
    String id =
        Bindings.await(Listener.ADMIN, section.listen(), platform.vertx().deployVerticle(verticle));
    undo.add("control plane", () -> platform.vertx().undeploy(id).toCompletionStage());
    admin = Bindings.url(section.tls(), section.listen(), verticle.actualPort());
    bindings.watch(
        Listener.ADMIN,
        section.listen(),
        section.tls(),
        section.clientCertificates(),
        verticle::useCertificates);
  }

  private void startGateway(GatewayConfig section, DataPlane plane) {
    String id = Bindings.await(Listener.GATEWAY, section.listen(), plane.deploy());
    // Undone after the data plane: as long as it answers, it counts.
    undo.add("place among the gateways", () -> leaveGateways().toCompletionStage());
    undo.add("data plane", () -> platform.vertx().undeploy(id).toCompletionStage());
    gateway = Bindings.url(section.tls(), section.listen(), plane.port());
    bindings.watch(
        Listener.GATEWAY,
        section.listen(),
        section.tls(),
        section.clientCertificates(),
        plane::useCertificates);
  }

  /** From now on whoever revokes a key is told whether this gateway knows. */
  private void joinGateways(
      GatewayConfig section, DataPlane plane, PgStore store, FeedWatch watch) {
    NodePresence presence =
        NodePresence.of(
            store.control().nodes(), plane.port(), section.keyCache().stale(), platform.nanoTime());
    watch.tellConfirmed(presence::confirmed);
    this.presence = presence;
  }

  private Future<Void> leaveGateways() {
    NodePresence present = presence;
    return present == null ? Future.succeededFuture() : present.leave();
  }
}
