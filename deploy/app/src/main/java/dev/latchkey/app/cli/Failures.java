// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli;

import dev.latchkey.admin.problem.Fault;
import dev.latchkey.admin.problem.Language;
import dev.latchkey.admin.problem.Messages;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.app.logging.LogSetup;
import dev.latchkey.app.terminal.CommandFailure;
import dev.latchkey.app.terminal.ExitCode;
import dev.latchkey.app.terminal.Terminal;
import dev.latchkey.config.ConfigException;
import dev.latchkey.keys.LedgerException;
import java.util.Map;

/** Turns whatever ended a command into a few lines for its reader, and an exit code. */
final class Failures {
  /** Members of the admin API's bodies, by the option that fills them. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "profile", "--profile",
          "name", "--name",
          "description", "--description",
          "scopes", "--scope",
          "environment", "--environment",
          "plan", "--plan",
          "tags", "--tag",
          "ipAllow", "--ip-allow",
          "expiresInDays", "--expires-in-days");

  private final Terminal terminal;

  Failures(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Writes why, and returns the exit code. */
  int report(Exception failure) {
    if (LogSetup.isVerbose(terminal)) {
      failure.printStackTrace(terminal.err());
    }
    if (failure instanceof ConfigException config) {
      config.problems().forEach(problem -> terminal.err().println(problem));
      return ExitCode.USAGE_OR_CONFIGURATION;
    }
    if (failure instanceof CommandFailure told) {
      say(told.words());
      return told.exitCode();
    }
    if (failure instanceof LedgerException refusal) {
      say(String.valueOf(refusal.getMessage()));
      return refusal.reason() == LedgerException.Reason.UNAVAILABLE
          ? ExitCode.STORE
          : ExitCode.USAGE_OR_CONFIGURATION;
    }
    if (failure instanceof Problem problem) {
      problem(problem);
      return ExitCode.USAGE_OR_CONFIGURATION;
    }
    say(
        "internal error: "
            + failure
            + "\nSet "
            + LogSetup.VARIABLE
            + "=debug to see where it comes from.");
    return ExitCode.DEFECT;
  }

  private void problem(Problem problem) {
    Messages messages = new Messages();
    if (problem.faults().isEmpty()) {
      say(messages.detail(Language.EN, problem));
    }
    for (Fault fault : problem.faults()) {
      say(option(fault.pointer()) + " " + messages.fault(Language.EN, fault));
    }
  }

  private static String option(String pointer) {
    String[] parts = pointer.split("/", -1);
    String member = parts.length > 1 ? parts[1] : pointer;
    String ordinal = parts.length > 2 ? " number " + (number(parts[2]) + 1) : "";
    return OPTIONS.getOrDefault(member, member) + ordinal;
  }

  private static int number(String text) {
    return text.chars().allMatch(Character::isDigit) && text.length() == 1
        ? text.charAt(0) - '0'
        : 0;
  }

  private void say(String words) {
    terminal.err().println("latchkey: " + words);
  }
}
