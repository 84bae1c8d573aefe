// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.bench;

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
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** A data plane without sockets: routes, keys in memory, and every stage up to the forwarder. */
public final class World implements AutoCloseable {
  public static final String PREFIX = "bk_live_";

  /** At least so many connections' heads take turns where there are not more routes. */
  private static final int CONNECTIONS = 64;

  public final Vertx vertx = Vertx.vertx();
  public final GatewayRules rules;
  public final KeyCache cache;
  public final Acceptor acceptor;
  public final Authenticator authenticator;
  public final Authorizer authorizer;
  public final Admitter admitter;
  public final KeyDigest[] digests;
  public final KeyId[] ids;
  private final Call[] calls;
  private final String[] texts;

  /** Keys are looked up once here, so that a benchmark finds them cached. */
  public World(int routes, int keys) {
    rules = GatewayRules.of(ManyRoutes.config(routes), "latchkey");
    calls = calls(Math.min(keys, routes * Math.max(1, CONNECTIONS / routes)), routes);
    texts = new String[keys];
    digests = new KeyDigest[keys];
    ids = new KeyId[keys];
    cache = cache(store(routes, keys), keys);
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
    admitter = admitter(keys);
    lookUpAll();
  }

  private Map<KeyDigest, KeyGrant> store(int routes, int keys) {
    Map<KeyDigest, KeyGrant> store = new HashMap<>(2 * keys);
    KeyMint mint = new KeyMint(new SecureRandom());
    for (int i = 0; i < keys; i++) {
      texts[i] = mint.mint(PREFIX).reveal();
      digests[i] = KeyDigest.of(texts[i]);
      KeyGrant grant = ManyKeys.grant(i, routes);
      ids[i] = grant.id();
      store.put(digests[i], grant);
    }
    return store;
  }

  private Call[] calls(int connections, int routes) {
    HttpServerRequestInternal carrier = carrier();
    Call[] made = new Call[connections];
    for (int i = 0; i < connections; i++) {
      made[i] = new Call(carrier, "/api/s" + i % routes + "/items/42?limit=10");
    }
    return made;
  }

  /** How many heads there are; a call is on the one of its key's number, modulo this. */
  public int heads() {
    return calls.length;
  }

  /**
   * The call with this key. A server has read a head just before it decides on it: few heads, near
   * at hand, are used again and again, while keys are as cold as so many keys are.
   */
  public Call call(int key) {
    return calls[key % calls.length].presenting(texts[key]);
  }

  /** Reads the first and the last of a key's text, so that all of it is near at hand. */
  int touch(int key) {
    String text = texts[key];
    return text.charAt(0) + text.charAt(text.length() - 1);
  }

  private KeyCache cache(Map<KeyDigest, KeyGrant> store, int keys) {
    KeyCache made =
        new KeyCache(
            vertx,
            digest -> Future.succeededFuture(found(store.get(digest))),
            Math.max(rules.gateway().keyCache().maxKeys(), keys + 1_000),
            rules.gateway().keyCache().stale(),
            System::nanoTime,
            new CacheCounters());
    made.onConfirmed(0, false);
    return made;
  }

  private static Admitter admitter(int keys) {
    return new Admitter(
        new CallCounter(
            new LocalLimiter(keys + 1_000, System::nanoTime),
            new QuotaMeter(new NoQuotas(), keys, InstantSource.system(), System::nanoTime),
            new ShadowLimiter(keys, System::nanoTime)));
  }

  private void lookUpAll() {
    for (int i = 0; i < texts.length; i++) {
      Exchange exchange = accepted(call(i));
      var target = Objects.requireNonNull(exchange.target());
      var route = rules.routes().find("api.example.test", "GET", target);
      authenticator.lookUp(exchange, route);
    }
  }

  /** A call whose target was parsed. */
  public Exchange accepted(Call call) {
    Exchange exchange = acceptor.begin(call, false);
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
    Caller caller = authenticator.recognize(exchange, route, exchange.startedNanos());
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
