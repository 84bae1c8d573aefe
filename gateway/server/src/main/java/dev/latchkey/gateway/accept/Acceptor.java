// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.accept;

import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import dev.latchkey.listener.Listeners;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.function.LongSupplier;

/** The first stage: makes the exchange, and its canonical target. One per event loop. */
public final class Acceptor {
  private static final String REQUEST_ID = "x-request-id";
  private static final String FORWARDED_FOR = "x-forwarded-for";

  private final ClientAddress addresses;
  private final RequestId ids;
  private final Methods methods;
  private final LongSupplier nanoTime;
  private final TargetParser targets = new TargetParser();

  public Acceptor(ClientAddress addresses, RequestId ids, Methods methods, LongSupplier nanoTime) {
    this.addresses = addresses;
    this.ids = ids;
    this.methods = methods;
    this.nanoTime = nanoTime;
  }

  /**
   * Never fails: a refused request, too, has an id and a line in the log.
   *
   * @param body whether a body follows, or may follow, the head
   */
  public Exchange begin(HttpServerRequest request, boolean body) {
    String peer = peer(request);
    boolean trusted = addresses.trusts(peer);
    String client =
        trusted ? addresses.resolve(peer, request.headers().getAll(FORWARDED_FOR)) : peer;
    String id = ids.of(request.getHeader(REQUEST_ID));
    return new Exchange(request, id, nanoTime.getAsLong(), peer, client, trusted, body);
  }

  /** Whether this asks about the server as a whole (RFC 9110, section 9.3.7). */
  public boolean concernsServer(HttpServerRequest request) {
    String uri = request.uri();
    return uri.length() == 1 && uri.charAt(0) == '*' && request.method().equals(HttpMethod.OPTIONS);
  }

  /** The methods there are, for Allow. */
  public String allow() {
    return methods.allow();
  }

  /**
   * Parses the target, once.
   *
   * @throws Refusal for a target with more than one reading, or a method that is never forwarded
   */
  public CanonicalTarget accept(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    if (!methods.areServed(request.method().name())) {
      throw Refusal.methodNotAllowed(methods.allow());
    }
    String expect = request.getHeader(HttpHeaders.EXPECT);
    if (expect != null && !isContinueAlone(request, expect)) {
      throw Refusal.because(Reason.EXPECTATION_FAILED);
    }
    CanonicalTarget target = targets.parse(originForm(request));
    exchange.target(target);
    return target;
  }

  private static boolean isContinueAlone(HttpServerRequest request, String expect) {
    return expect.equalsIgnoreCase("100-continue")
        && request.headers().getAll(HttpHeaders.EXPECT).size() == 1;
  }

  /** Absolute form is taken only when it names the very authority that Host names. */
  private static String originForm(HttpServerRequest request) {
    String uri = request.uri();
    if (uri.isEmpty() || uri.charAt(0) == '/') {
      return uri;
    }
    String host = request.getHeader(HttpHeaders.HOST);
    int authority = uri.startsWith("http://") ? 7 : uri.startsWith("https://") ? 8 : -1;
    int slash = authority < 0 ? -1 : uri.indexOf('/', authority);
    if (slash < 0 || host == null || !host.equalsIgnoreCase(uri.substring(authority, slash))) {
      throw Refusal.because(Reason.BAD_REQUEST);
    }
    return uri.substring(slash);
  }

  private static String peer(HttpServerRequest request) {
    String known = Listeners.clientAddress(request.connection());
    if (known != null) {
      return known;
    }
    SocketAddress remote = request.remoteAddress();
    String address = remote == null ? null : remote.hostAddress();
    return address == null ? String.valueOf(remote) : address;
  }
}
