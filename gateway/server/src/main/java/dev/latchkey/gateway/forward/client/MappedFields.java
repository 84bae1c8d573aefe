// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import io.netty.handler.codec.http.HttpHeaders;
import io.vertx.core.MultiMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Fields that Vert.x decoded. One event loop. */
final class MappedFields implements Fields {
  private final MultiMap map;

  MappedFields(MultiMap map) {
    this.map = map;
  }

  @Override
  public boolean isEmpty() {
    return map.isEmpty();
  }

  @Override
  public boolean contains(CharSequence name) {
    return map.contains(name);
  }

  @Override
  public @Nullable String get(CharSequence name) {
    return map.get(name);
  }

  @Override
  public List<String> getAll(CharSequence name) {
    return map.getAll(name);
  }

  @Override
  public void each(BiConsumer<CharSequence, CharSequence> action) {
    if (!(map instanceof HttpHeaders headers)) {
      map.forEach((name, value) -> action.accept(name, value));
      return;
    }
    Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
    while (fields.hasNext()) {
      Map.Entry<CharSequence, CharSequence> field = fields.next();
      action.accept(field.getKey(), field.getValue());
    }
  }
}
