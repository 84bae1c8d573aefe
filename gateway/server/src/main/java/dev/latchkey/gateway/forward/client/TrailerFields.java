// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;

/**
 * Makes the maps that trailers are decoded into. Every answer has one, and it nearly always stays
 * empty: Vert.x's maps check as Netty's do, and take no memory before something is in them. Not for
 * heads, whose fields are counted: these maps count names. Any thread.
 */
enum TrailerFields implements HttpHeadersFactory {
  CHECKED;

  @Override
  public HttpHeaders newHeaders() {
    return (HttpHeaders) io.vertx.core.http.HttpHeaders.headers();
  }

  @Override
  public HttpHeaders newEmptyHeaders() {
    return newHeaders();
  }
}
