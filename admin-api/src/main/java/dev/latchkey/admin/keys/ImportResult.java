// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import dev.latchkey.admin.problem.Problem;
import dev.latchkey.keys.KeyId;
import org.jspecify.annotations.Nullable;

/**
 * What became of one item of an import: exactly one of the two is there.
 *
 * @param id of the key that was made
 * @param refusal why none was
 */
public record ImportResult(@Nullable KeyId id, @Nullable Problem refusal) {
  static ImportResult created(KeyId id) {
    return new ImportResult(id, null);
  }

  static ImportResult failed(Problem refusal) {
    return new ImportResult(null, refusal);
  }
}
