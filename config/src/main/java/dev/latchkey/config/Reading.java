// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What the readers of one file share.
 *
 * @param base the folder that relative paths start from
 * @param checks what can only be decided once the whole file is read
 */
record Reading(
    Problems problems, References references, CrossChecks checks, Path base, InstantSource clock) {

  void problem(Place place, String message, @Nullable String hint) {
    problems.add(place, message, hint);
  }
}
