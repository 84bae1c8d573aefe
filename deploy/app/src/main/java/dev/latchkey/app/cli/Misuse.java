// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in words. */
final class Misuse {
  private Misuse() {}

  /** One line, or two where something similar could have been meant. */
  static String words(ParameterException wrong) {
    if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
      return String.valueOf(wrong.getMessage());
    }
    String first = unmatched.getUnmatched().get(0);
    List<String> similar = unmatched.getSuggestions();
    return kind(wrong.getCommandLine(), first)
        + " '"
        + first
        + "'"
        + (similar.isEmpty() ? "" : "\nDid you mean '" + similar.get(0) + "'?");
  }

  private static String kind(CommandLine command, String argument) {
    if (argument.startsWith("-")) {
      return "there is no option";
    }
    return command.getSubcommands().isEmpty() ? "nothing is known of" : "there is no command";
  }
}
