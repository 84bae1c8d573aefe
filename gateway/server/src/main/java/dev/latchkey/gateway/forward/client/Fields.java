// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a head, or those behind a body: in their order, names in any letter case. One event
 * loop.
 */
public interface Fields {
  /** Those of Vert.x. */
  static Fields of(MultiMap map) {
    return new MappedFields(map);
  }

  boolean isEmpty();

  boolean contains(CharSequence name);

  /** The first value; null for none. */
  @Nullable String get(CharSequence name);

  /** Every value; empty for none. */
  List<String> getAll(CharSequence name);

  /**
   * Walks through all of them, once for each value, as they were decoded: no text is made of a name
   * only to look at it.
   */
  void each(BiConsumer<CharSequence, CharSequence> action);
}
