// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.policy;

import dev.latchkey.config.RouteTreatment.HeaderChanges;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.function.BiConsumer;
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

  /** Changes fields that are there already. */
  public void apply(MultiMap fields) {
    for (CharSequence name : removed) {
      fields.remove(name);
    }
    for (int i = 0; i < names.length; i++) {
      fields.set(names[i], values[i]);
    }
  }

  /** Passes on what is neither removed nor {@link #set}. */
  public BiConsumer<CharSequence, CharSequence> before(
      BiConsumer<CharSequence, CharSequence> fields) {
    return (name, value) -> {
      if (!isAmong(removed, name) && !isAmong(names, name)) {
        fields.accept(name, value);
      }
    };
  }

  /** Tells what is set, after all the others. */
  public void set(BiConsumer<CharSequence, CharSequence> fields) {
    for (int i = 0; i < names.length; i++) {
      fields.accept(names[i], values[i]);
    }
  }

  private static boolean isAmong(CharSequence[] names, CharSequence name) {
    for (CharSequence each : names) {
      if (AsciiString.contentEqualsIgnoreCase(each, name)) {
        return true;
      }
    }
    return false;
  }
}
