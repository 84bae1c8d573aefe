// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.seeds;

import org.jspecify.annotations.Nullable;

/**
 * One promise of a seed.
 *
 * @param number S1 to S135
 * @param says in a few words
 * @param check what shows it; null for what is shown elsewhere
 * @param elsewhere why it is not shown here; null where it is
 */
record SeedRow(int number, String says, @Nullable Check check, @Nullable String elsewhere) {

  /** Fails when the promise is not kept. */
  @FunctionalInterface
  interface Check {
    void run() throws Exception;
  }

  static SeedRow row(int number, String says, Check check) {
    return new SeedRow(number, says, check, null);
  }

  /** A matter of the web page: how it looks, and what a person does on it. */
  static SeedRow page(int number, String says) {
    return new SeedRow(number, says, null, "web page");
  }

  static SeedRow elsewhere(int number, String says, String where) {
    return new SeedRow(number, says, null, where);
  }
}
