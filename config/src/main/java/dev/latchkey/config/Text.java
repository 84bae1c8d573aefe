// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.regex.Pattern;

/**
 * A piece of text from the file.
 *
 * @param shown as written, for messages: a reference stays a reference, whatever it stands for
 * @param value what it stands for
 */
record Text(Place place, String shown, String value) {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

  static Text asWritten(Place place, String value) {
    return new Text(place, value, value);
  }

  /** As written, in quotes, on one line and not longer than a line of a terminal. */
  String quoted() {
    String line = CONTROL.matcher(shown).replaceAll(" ");
    return '"' + (line.length() > 60 ? line.substring(0, 57) + "..." : line) + '"';
  }
}
