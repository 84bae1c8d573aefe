// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import io.netty.handler.codec.http.HttpHeaders;
import io.vertx.core.MultiMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BiConsumer;

/** Walks through fields as they were decoded: no text is made of a name only to look at it. */
public final class Fields {
  private Fields() {}

  /** Every field in its order, once for each value. */
  public static void each(MultiMap fields, BiConsumer<CharSequence, CharSequence> action) {
    if (fields instanceof AnswerFields answer) {
      each(answer.decoded(), action);
    } else if (fields instanceof HttpHeaders headers) {
      each(headers, action);
    } else {
      fields.forEach((name, value) -> action.accept(name, value));
    }
  }

  private static void each(HttpHeaders headers, BiConsumer<CharSequence, CharSequence> action) {
    Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
    while (fields.hasNext()) {
      Map.Entry<CharSequence, CharSequence> field = fields.next();
      action.accept(field.getKey(), field.getValue());
    }
  }
}
