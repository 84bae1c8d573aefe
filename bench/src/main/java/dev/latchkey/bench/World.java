// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.bench;

import dev.latchkey.config.ConfigException;
import dev.latchkey.config.ConfigLoader;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.gateway.GatewayRules;
import dev.latchkey.gateway.accept.Acceptor;
import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.accept.Methods;
import dev.latchkey.gateway.accept.RequestId;
import dev.latchkey.gateway.authenticate.Authenticator;
import dev.latchkey.gateway.authenticate.CacheCounters;
import dev.latchkey.gateway.authenticate.Caller;
import dev.latchkey.gateway.authenticate.FailureBudget;
import dev.latchkey.gateway.authenticate.KeyCache;
import dev.latchkey.gateway.authorize.AccessRules;
import dev.latchkey.gateway.authorize.Authorizer;
import dev.latchkey.gateway.authorize.ShadowRules;
import dev.latchkey.gateway.limit.Admission;
import dev.latchkey.gateway.limit.Admitter;
import dev.latchkey.gateway.limit.CallCounter;
import dev.latchkey.gateway.limit.LocalLimiter;
import dev.latchkey.gateway.limit.QuotaMeter;
import dev.latchkey.gateway.limit.ShadowLimiter;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyGrant;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeyMint;
import dev.latchkey.keys.LookupResult;
import dev.latchkey.keys.QuotaLedger;
import dev.latchkey.keys.Scope;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.Validity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A data plane without sockets: routes, keys in memory, and every stage up to the forwarder. */
public final class World implements AutoCloseable {
  public static final String PREFIX = "bk_live_";

  public final Vertx vertx = Vertx.vertx();
  public final GatewayRules rules;
  public final KeyCache cache;
  public final Acceptor acceptor;
  public final Authenticator authenticator;
  public final Authorizer authorizer;
  public final Admitter admitter;
  public final Call[] calls;
  public final KeyDigest[] digests;
  public final KeyId[] ids;

  /** Keys are looked up once here, so that a benchmark finds them cached. */
  public World(int routes, int keys) {
    rules = GatewayRules.of(config(routes), "latchkey");
    calls = new Call[keys];
    digests = new KeyDigest[keys];
    ids = new KeyId[keys];
    Map<KeyDigest, KeyGrant> store = new HashMap<>(2 * keys);
    HttpServerRequestInternal carrier = carrier();
    KeyMint mint = new KeyMint(new SecureRandom());
    for (int i = 0; i < keys; i++) {
      String key = mint.mint(PREFIX).reveal();
      digests[i] = KeyDigest.of(key);
      KeyGrant grant = grant(i, routes);
      ids[i] = grant.id();
      store.put(digests[i], grant);
      calls[i] = new Call(carrier, "/api/s" + i % routes + "/items/42?limit=10", key);
    }
    cache =
        new KeyCache(
            vertx,
            digest -> Future.succeededFuture(found(store.get(digest))),
            keys + 1_000,
            rules.gateway().keyCache().stale(),
            System::nanoTime,
            new CacheCounters());
    cache.onConfirmed(0, false);
    acceptor =
        new Acceptor(
            rules.addresses(),
            new RequestId(1),
            new Methods(rules.routes().methods()),
            System::nanoTime);
    authenticator =
        new Authenticator(
            cache,
            rules.keys(),
            rules.prefixes(),
            InstantSource.system(),
            (exchange, route, bait) -> {},
            new FailureBudget(System::nanoTime, 1));
    authorizer =
        new Authorizer(
            List.copyOf(AccessRules.of(rules.routes().routes()).values()),
            new ShadowRules(rules.routes().routes()));
    QuotaMeter quotas =
        new QuotaMeter(new NoQuotas(), keys, InstantSource.system(), System::nanoTime);
    admitter =
        new Admitter(
            new CallCounter(
                new LocalLimiter(keys + 1_000, System::nanoTime),
                quotas,
                new ShadowLimiter(keys, System::nanoTime)));
    for (Call call : calls) {
      Exchange exchange = accepted(call);
      var target = Objects.requireNonNull(exchange.target());
      var route = rules.routes().find("api.example.test", "GET", target);
      authenticator.lookUp(exchange, route);
    }
  }

  /** A call whose target was parsed. */
  public Exchange accepted(Call call) {
    Exchange exchange = acceptor.begin(call);
    acceptor.accept(exchange);
    return exchange;
  }

  /** The whole decision on one call, up to the proof that it was counted. */
  public Admission decide(Exchange exchange) {
    var request = exchange.request();
    var route =
        rules
            .routes()
            .find(
                request.getHeader(HttpHeaders.HOST),
                request.method().name(),
                Objects.requireNonNull(exchange.target()));
    Caller caller = authenticator.recognize(exchange, route);
    if (caller == null) {
      throw new IllegalStateException("the key is not cached");
    }
    return admitter.admit(authorizer.authorize(caller));
  }

  /** A real request, waiting for its answer. */
  private HttpServerRequestInternal carrier() {
    CompletableFuture<HttpServerRequest> arrived = new CompletableFuture<>();
    vertx
        .createHttpServer()
        .requestHandler(arrived::complete)
        .listen(0, "127.0.0.1")
        .compose(
            server ->
                vertx
                    .createHttpClient()
                    .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/"))
        .onSuccess(HttpClientRequest::send)
        .onFailure(arrived::completeExceptionally);
    return (HttpServerRequestInternal) arrived.join();
  }

  private static LookupResult found(KeyGrant grant) {
    return grant == null ? new LookupResult.Invalid(0) : new LookupResult.Known(grant, 0);
  }

  /** A row as the store gives it: every part of its own. */
  public static KeyGrant grant(int number, int routes) {
    TreeSet<Scope> scopes = new TreeSet<>();
    scopes.add(new Scope("s" + number % routes + ":read"));
    return new KeyGrant(
        id(number),
        new UUID(1, number),
        false,
        null,
        new Tenant(new String("bench")),
        new String("bench"),
        "key " + number,
        null,
        scopes,
        null,
        List.of(),
        List.of(),
        null,
        Validity.UNLIMITED,
        Instant.EPOCH,
        false,
        null,
        null);
  }

  /** As random as real ones: ids that differ in few bits would meet in one bin of a hash table. */
  private static KeyId id(int number) {
    SplittableRandom random = new SplittableRandom(number);
    long high = (random.nextLong() & ~0xF000L) | 0x7000L;
    long low = (random.nextLong() >>> 2) | 0x8000000000000000L;
    return new KeyId(new UUID(high, low));
  }

  private static LatchkeyConfig config(int routes) {
    StringBuilder yaml =
        new StringBuilder(
            """
            version: 1
            store: { embedded: { data: ./unused } }
            gateway: { listen: "127.0.0.1:0" }
            plans: { plenty: { limits: [ { name: minute, limit: 100000000, window: 60s } ] } }
            profiles: { bench: { prefix: bk_live_, scopePolicy: optional, plan: plenty } }
            upstreams: { backend: { targets: [ "http://127.0.0.1:1" ] } }
            scopes:
            """);
    for (int i = 0; i < routes; i++) {
      yaml.append("  - { id: \"s").append(i).append(":read\" }\n");
    }
    yaml.append("routes:\n");
    for (int i = 0; i < routes; i++) {
      String line =
          "  - { id: rN, path: /api/sN/**, scopes: { all: [ \"sN:read\" ] }, upstream: backend }\n";
      yaml.append(line.replace("N", Integer.toString(i)));
    }
    try {
      return new ConfigLoader(Map.of()).loadText("bench", yaml.toString(), Path.of("."));
    } catch (ConfigException broken) {
      throw new IllegalStateException(broken);
    }
  }

  @Override
  public void close() {
    vertx.close();
  }

  /** No key here has a quota. */
  private static final class NoQuotas implements QuotaLedger {
    @Override
    public Future<Leases> lease(List<Ask> asks) {
      return Future.failedFuture("no quotas");
    }

    @Override
    public Future<Void> giveBack(List<Unspent> unspent) {
      return Future.failedFuture("no quotas");
    }
  }
}
