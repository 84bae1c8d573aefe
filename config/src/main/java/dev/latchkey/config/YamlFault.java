// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Says in our own words what the YAML parser stumbled over. Its own sentences repeat pieces of the
 * file (the name of an alias, the letter after a backslash), and a piece of the file may be a
 * secret.
 */
final class YamlFault {
  private record Known(String theirs, String message, @Nullable String hint) {}

  /** The parser notices at the end of the file; what helps is where the quotes began. */
  private static final String UNCLOSED = "found unexpected end of stream";

  private static final List<Known> KNOWN =
      List.of(
          new Known(
              "Global tag is not allowed",
              "a tag is not allowed here",
              "leave out the word that begins with !"),
          new Known("found character '\\t(TAB)'", "a tab cannot indent", "use spaces"),
          new Known("found a tab character", "a tab cannot indent", "use spaces"),
          new Known(
              "found undefined alias",
              "an alias without its anchor",
              "text that begins with * needs quotes"),
          new Known(
              "found unknown escape",
              "an unknown escape in text",
              "a backslash in double quotes is \\\\"),
          new Known(
              "found undefined tag handle",
              "a tag is not allowed here",
              "text that begins with ! needs quotes"),
          new Known(
              "mapping values are not allowed",
              "a colon out of place",
              "text with \": \" needs quotes; check the indentation"),
          new Known(
              "found unexpected end of stream",
              "text in quotes that does not end",
              "close the quotes"),
          new Known("could not find expected ':'", "a key without its colon", "write key: value"),
          new Known(
              "expected ',' or",
              "a list or map in brackets that does not end here",
              "check commas and brackets; ${...} needs quotes here"),
          new Known(
              "but found another document",
              "a second document in the file",
              "one file, one document: leave out the ---"),
          new Known("Nesting Depth exceeded", "nested deeper than 50 levels", null),
          new Known("Number of aliases", "more than 10 aliases", "repeat the lines instead"),
          new Known("The incoming YAML document exceeds", "larger than 32 MiB", null));

  private YamlFault() {}

  static void report(YAMLException fault, Problems problems) {
    String theirs = fault.getMessage() == null ? "" : fault.getMessage();
    Place place = Place.START;
    if (fault instanceof MarkedYAMLException marked) {
      theirs = marked.getContext() + "\n" + marked.getProblem();
      Mark mark = theirs.contains(UNCLOSED) ? marked.getContextMark() : marked.getProblemMark();
      place = mark == null ? place : Place.of(mark);
    }
    for (Known known : KNOWN) {
      if (theirs.contains(known.theirs())) {
        problems.add(place, known.message(), known.hint());
        return;
      }
    }
    problems.add(
        place, "this is not YAML", "check the indentation and the quotes here and just above");
  }
}
