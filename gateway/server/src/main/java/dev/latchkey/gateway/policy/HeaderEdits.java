// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.policy;

import dev.latchkey.config.RouteTreatment.HeaderChanges;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes to the fields of a message. The configuration has refused those that say who calls, what
 * is meant, or where the message ends. Immutable; any event loop.
 */
public final class HeaderEdits {
  private final CharSequence[] removed;
  private final CharSequence[] names;
  private final CharSequence[] values;

  private HeaderEdits(HeaderChanges changes) {
    this.removed =
        changes.remove().stream().map(HttpHeaders::createOptimized).toArray(CharSequence[]::new);
    this.names =
        changes.set().keySet().stream()
            .map(HttpHeaders::createOptimized)
            .toArray(CharSequence[]::new);
    this.values =
        List.copyOf(changes.set().values()).stream()
            .map(value -> HttpHeaders.createOptimized(value.reveal()))
            .toArray(CharSequence[]::new);
  }

  /** Null for no changes. */
  public static @Nullable HeaderEdits of(HeaderChanges changes) {
    return changes.isEmpty() ? null : new HeaderEdits(changes);
  }

  /** Changes the fields in place: what is removed goes first. */
  public void apply(MultiMap fields) {
    for (CharSequence name : removed) {
      fields.remove(name);
    }
    for (int i = 0; i < names.length; i++) {
      fields.set(names[i], values[i]);
    }
  }
}
