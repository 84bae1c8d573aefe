// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.endurance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What of another JVM's heap is in use, once everything that can be freed is. */
record LiveHeap(long pid) {
  private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(\\d+)");

  /** Collects, and counts; the program stands still for a moment. */
  double mebibytes() {
    try {
      Process histogram =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(pid),
                  "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String text = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher total = TOTAL.matcher(text);
      if (!total.find()) {
        throw new AssertionError(text);
      }
      return Long.parseLong(total.group(1)) / 1_048_576.0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
