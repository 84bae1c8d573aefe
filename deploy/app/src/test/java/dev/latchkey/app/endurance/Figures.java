// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.endurance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a run measured, on a line each in {@code target/endurance.txt}. */
final class Figures {
  private static final Path FILE = Path.of("target", "endurance.txt");

  private Figures() {}

  // Its callers are the tests beside it.
  @SuppressWarnings("AnnotateFormatMethod")
  static void note(String format, Object... values) {
    try {
      Files.writeString(
          FILE,
          format.formatted(values) + '\n',
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
