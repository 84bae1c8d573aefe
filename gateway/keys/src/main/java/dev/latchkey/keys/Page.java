// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.util.List;

/**
 * Some rows of a list.
 *
 * @param hasMore whether rows follow the last one
 */
public record Page<T>(List<T> rows, boolean hasMore) {
  public Page {
    rows = List.copyOf(rows);
  }
}
