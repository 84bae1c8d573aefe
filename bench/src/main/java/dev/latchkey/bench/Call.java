// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.bench;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;
import io.vertx.core.net.SocketAddress;

/** A request like many, all of one connection: what the decision looks at, and nothing else. */
public final class Call extends HttpServerRequestWrapper {
  private static final SocketAddress PEER = SocketAddress.inetSocketAddress(40_000, "127.0.0.1");
  private final String uri;
  private final MultiMap fields;

  /**
   * @param carrier any request that did come over a connection, for what nobody asks here
   */
  public Call(HttpServerRequestInternal carrier, String uri, String key) {
    super(carrier);
    this.uri = uri;
    this.fields =
        HttpHeaders.headers()
            .add("Host", "api.example.test")
            .add("User-Agent", "bench/1.0")
            .add("Accept", "application/json")
            .add("Accept-Encoding", "gzip")
            .add("X-API-Key", key);
  }

  @Override
  public MultiMap headers() {
    return fields;
  }

  @Override
  public String getHeader(String name) {
    return fields.get(name);
  }

  @Override
  public String getHeader(CharSequence name) {
    return fields.get(name);
  }

  @Override
  public HttpMethod method() {
    return HttpMethod.GET;
  }

  @Override
  public HttpVersion version() {
    return HttpVersion.HTTP_1_1;
  }

  @Override
  public String uri() {
    return uri;
  }

  @Override
  public boolean isSSL() {
    return false;
  }

  @Override
  public SocketAddress remoteAddress() {
    return PEER;
  }
}
