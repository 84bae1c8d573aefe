// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.accept;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** Requests that have a head and nothing else, for what looks at heads only. */
public final class Exchanges {
  /** An answer of which nothing was sent yet. */
  private static final HttpServerResponse UNSENT =
      (HttpServerResponse)
          Proxy.newProxyInstance(
              Exchanges.class.getClassLoader(),
              new Class<?>[] {HttpServerResponse.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("bytesWritten")) {
                  return 0L;
                }
                throw new UnsupportedOperationException(method.getName());
              });

  private Exchanges() {}

  /** A request with these fields; every other question to it is an error. */
  public static HttpServerRequest request(HttpVersion version, MultiMap fields) {
    InvocationHandler answers =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "headers" -> fields;
              case "getHeader" -> fields.get(arguments[0].toString());
              case "version" -> version;
              case "method" -> HttpMethod.GET;
              case "isSSL", "isEnded" -> false;
              case "bytesRead" -> 0L;
              case "response" -> UNSENT;
              default -> throw new UnsupportedOperationException(method.getName());
            };
    return (HttpServerRequest)
        Proxy.newProxyInstance(
            Exchanges.class.getClassLoader(), new Class<?>[] {HttpServerRequest.class}, answers);
  }

  /** As it stands after accepting, from this peer. */
  public static Exchange exchange(MultiMap fields, String id, String peer, boolean trusted) {
    HttpServerRequest request = request(HttpVersion.HTTP_1_1, fields);
    return new Exchange(request, id, 7, peer, peer, trusted, BodyFraming.hasBody(request));
  }
}
