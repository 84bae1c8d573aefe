// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import io.netty.handler.codec.http.HttpHeaders;
import io.vertx.core.http.impl.headers.HeadersAdaptor;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BiConsumer;

/** The decoder's fields as Vert.x's, walked through without an object for each. One event loop. */
final class AnswerFields extends HeadersAdaptor {
  private final HttpHeaders decoded;

  AnswerFields(HttpHeaders decoded) {
    super(decoded);
    this.decoded = decoded;
  }

  @Override
  public void forEach(BiConsumer<String, String> action) {
    Iterator<Map.Entry<CharSequence, CharSequence>> each = decoded.iteratorCharSequence();
    while (each.hasNext()) {
      Map.Entry<CharSequence, CharSequence> field = each.next();
      action.accept(field.getKey().toString(), field.getValue().toString());
    }
  }
}
