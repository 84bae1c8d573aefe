// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.hostile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One case of a table.
 *
 * @param send bytes as Latin-1, with placeholders
 * @param up the request line that the upstream must see; null for nothing at all
 * @param hidden fields that the upstream must not see with a value of the client's
 * @param coldLookups whether the store may be asked
 */
record Row(
    String id,
    String what,
    String send,
    Outcome then,
    @Nullable String up,
    List<String> hidden,
    boolean coldLookups) {}
