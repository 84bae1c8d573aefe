// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import dev.latchkey.admin.access.Budget;
import dev.latchkey.admin.audit.AuditSigner;
import dev.latchkey.admin.audit.AuditTrail;
import dev.latchkey.admin.calls.CallViews;
import dev.latchkey.admin.catalog.Catalog;
import dev.latchkey.admin.consumers.ConsumerJson;
import dev.latchkey.admin.consumers.ConsumerLists;
import dev.latchkey.admin.consumers.ConsumerService;
import dev.latchkey.admin.fetch.HttpFetch;
import dev.latchkey.admin.http.AnswerWriter;
import dev.latchkey.admin.http.ApiRouter;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.openapi.ApiDocument;
import dev.latchkey.admin.paging.Cursors;
import dev.latchkey.admin.problem.Messages;
import dev.latchkey.admin.routes.AuditRoutes;
import dev.latchkey.admin.routes.CallRoutes;
import dev.latchkey.admin.routes.CatalogRoutes;
import dev.latchkey.admin.routes.ConsumerRoutes;
import dev.latchkey.admin.routes.NodeRoutes;
import dev.latchkey.admin.routes.UsageRoutes;
import dev.latchkey.admin.routes.VerifyRoutes;
import dev.latchkey.admin.routes.WebhookRoutes;
import dev.latchkey.admin.upkeep.Upkeep;
import dev.latchkey.admin.usage.UsageViews;
import dev.latchkey.admin.verify.Verification;
import dev.latchkey.admin.webhooks.Destinations;
import dev.latchkey.admin.webhooks.WebhookCourier;
import dev.latchkey.admin.webhooks.WebhookNames;
import dev.latchkey.admin.webhooks.WebhookSecrets;
import dev.latchkey.config.AdminConfig;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.keys.ControlStore;
import dev.latchkey.keys.KeyMint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The control plane's own wiring: configuration and ports in, a table of operations out. */
public final class AdminApi {
  /** Calls of one source to what needs no principal. */
  private static final int STRANGERS_PER_MINUTE = 120;

  /** For requests that are under way when another configuration takes over. */
  private static final int PATIENCE_SECONDS = 10;

  private final Vertx vertx;
  private final ApiDocument document;
  private final Messages messages = new Messages();
  private final HttpFetch fetch;
  private final SignIn signIn;
  private final LeakResponse leaks;
  private final Catalog catalog;
  private final InstantSource clock;
  private final List<Operation> documented = new ArrayList<>();
  private final List<Operation> dialects;
  private final SecureRandom random;
  private final WebhookCourier courier;
  private final Upkeep upkeep;

  /**
   * @param document the same for every configuration
   * @throws IllegalArgumentException for an issuer's key or a dialect that cannot be used
   */
  public AdminApi(
      Vertx vertx,
      ApiDocument document,
      LatchkeyConfig config,
      AdminConfig admin,
      AdminPorts ports,
      KeyMint mint,
      InstantSource clock,
      SecureRandom random) {
    this.vertx = vertx;
    this.document = document;
    this.random = random;
    this.clock = clock;
    this.catalog = new Catalog(config);
    ControlStore store = ports.store();
    Cursors cursors = Cursors.of(config, random);
    Optional<AuditSigner> signer = AuditSigner.of(config);
    AuditTrail audit = new AuditTrail(store, cursors, signer, clock);
    KeyAdministration keys =
        new KeyAdministration(config, catalog, store, cursors, messages, mint, clock, random);
    documented.addAll(keys.operations(audit, document));
    this.dialects = keys.dialects();
    documented.addAll(new AuditRoutes(audit).operations());
    aroundKeys(config, ports, cursors);
    this.courier = webhooks(config, admin, store);
    this.fetch = new HttpFetch(vertx);
    this.signIn = signIn(admin, store);
    documented.addAll(signIn.operations());
    this.leaks = new LeakResponse(catalog, store, mint, clock, random);
    documented.addAll(leaks.operations(cursors, admin, fetch));
    this.upkeep = new Upkeep(store, catalog, signer, clock);
  }

  /** Whose keys they are, where they are known, what they may do, and what they did. */
  private void aroundKeys(LatchkeyConfig config, AdminPorts ports, Cursors cursors) {
    ControlStore store = ports.store();
    ConsumerService consumers = new ConsumerService(store.consumers(), catalog, clock, random);
    ConsumerJson json = new ConsumerJson(catalog, clock);
    documented.addAll(new ConsumerRoutes(consumers, new ConsumerLists(cursors), json).operations());
    documented.addAll(new NodeRoutes(store.nodes()).operations());
    documented.addAll(new CatalogRoutes(catalog, document).operations());
    documented.addAll(
        new VerifyRoutes(new Verification(store.keys(), store.lookup(), ports.evaluator()))
            .operations());
    documented.addAll(
        new UsageRoutes(store.keys(), new UsageViews(catalog, store.usage(), clock)).operations());
    documented.addAll(new CallRoutes(calls(config, store)).operations());
  }

  /** An issuer that cannot be used leaves no client open. */
  private SignIn signIn(AdminConfig admin, ControlStore store) {
    try {
      return new SignIn(vertx, admin, store, fetch, clock, random);
    } catch (IllegalArgumentException unusable) {
      close().onFailure(unusable::addSuppressed);
      throw unusable;
    }
  }

  /** What is to be done from time to time. */
  Upkeep upkeep() {
    return upkeep;
  }

  private WebhookCourier webhooks(LatchkeyConfig config, AdminConfig admin, ControlStore store) {
    WebhookSecrets secrets = WebhookSecrets.of(config, random);
    Destinations destinations = new Destinations(WebhookNames.of(vertx), admin.privateWebhooks());
    WebhookCourier sends =
        new WebhookCourier(vertx, store.webhooks(), secrets, destinations, clock, random);
    documented.addAll(
        new WebhookRoutes(store.webhooks(), secrets, destinations, sends::soon, clock)
            .operations());
    return sends;
  }

  private CallViews calls(LatchkeyConfig config, ControlStore store) {
    Duration kept = config.store().retention().calls();
    return new CallViews(store.keys(), store.calls(), messages, kept, clock);
  }

  /** The native operations, which are those of the OpenAPI document. */
  List<Operation> documented() {
    return List.copyOf(documented);
  }

  /** Every operation, the configured dialects' included. */
  List<Operation> operations() {
    List<Operation> all = new ArrayList<>(documented);
    all.addAll(dialects);
    return all;
  }

  ApiDocument document() {
    return document;
  }

  /** Sends what webhooks wait for, once it is started. */
  WebhookCourier courier() {
    return courier;
  }

  /** Closes the connections of one that was prepared and not put in force. Any thread. */
  public Future<Void> close() {
    return close(Future.succeededFuture());
  }

  /**
   * Closes its connections: those for webhooks after the deliveries under way, the others after the
   * requests; each after 10 s at the latest. On the event loop that it was in force on.
   *
   * @param answered complete when no request is under way
   */
  Future<Void> close(Future<?> answered) {
    return Future.join(
            courier.close(),
            answered
                .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .transform(patient -> fetch.close()))
        .mapEmpty();
  }

  /** A code for the first administrator, where there is none yet. */
  Future<Optional<String>> firstCode() {
    return signIn.firstCode();
  }

  /** The router, on the caller's event loop from now on. */
  ApiRouter router() {
    return new ApiRouter(
        vertx,
        signIn.authentication(catalog.prefixes(), leaks.decoys()::tried),
        new Budget(STRANGERS_PER_MINUTE, Duration.ofMinutes(1), clock),
        document,
        new AnswerWriter(vertx, messages),
        random);
  }
}
