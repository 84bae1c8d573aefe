// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.bench;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;
import io.vertx.core.net.SocketAddress;
import java.util.Map;
import java.util.stream.StreamSupport;

/** A request like many, all of one connection: what the decision looks at, and nothing else. */
public final class Call extends HttpServerRequestWrapper {
  private static final SocketAddress PEER = SocketAddress.inetSocketAddress(40_000, "127.0.0.1");
  private static final String KEY = "X-API-Key";

  private final String uri;
  private final MultiMap fields;
  private final Map.Entry<String, String> key;

  /**
   * @param carrier any request that did come over a connection, for what nobody asks here
   */
  public Call(HttpServerRequestInternal carrier, String uri) {
    super(carrier);
    this.uri = uri;
    this.fields =
        MultiMap.caseInsensitiveMultiMap()
            .add("Host", "api.example.test")
            .add("User-Agent", "bench/1.0")
            .add("Accept", "application/json")
            .add("Accept-Encoding", "gzip")
            .add(KEY, "none yet");
    this.key =
        StreamSupport.stream(fields.spliterator(), false)
            .filter(field -> field.getKey().equals(KEY))
            .findFirst()
            .orElseThrow();
  }

  /** The same head with this key, which costs nothing. */
  Call presenting(String another) {
    key.setValue(another);
    return this;
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
