// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.logging;

import dev.latchkey.app.terminal.CommandFailure;
import dev.latchkey.app.terminal.Terminal;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Decides format and level before the first line is logged; {@link LogConfigurator} reads what was
 * decided. Lines go to standard error: for people when one looks, else as JSON.
 */
public final class LogSetup {
  /** The environment variable with the level. */
  public static final String VARIABLE = "LATCHKEY_LOG";

  private static final String FORMAT = "latchkey.log.format";
  private static final String LEVEL = "latchkey.log.level";
  private static final Set<String> LEVELS = Set.of("trace", "debug", "info", "warn", "error");

  /** Kept, or the setting would be collected with the logger. */
  private static final Logger JDBC = Logger.getLogger("org.postgresql");

  private LogSetup() {}

  /** For a program that goes on running. */
  public static void forServing(Terminal terminal) {
    apply(terminal.errIsTty() ? "text" : "json", level(terminal, "info"));
  }

  /** For people, even where nobody looks. */
  public static void forDemo(Terminal terminal) {
    apply("text", level(terminal, "warn"));
  }

  /** For a command that says itself what happened. */
  public static void forCommand(Terminal terminal) {
    apply("text", level(terminal, "error"));
  }

  /** Whether traces are welcome. */
  public static boolean isVerbose(Terminal terminal) {
    String asked = terminal.environment().getOrDefault(VARIABLE, "").toLowerCase(Locale.ROOT);
    return asked.equals("debug") || asked.equals("trace");
  }

  private static String level(Terminal terminal, String otherwise) {
    String asked = terminal.environment().getOrDefault(VARIABLE, "").toLowerCase(Locale.ROOT);
    if (asked.isEmpty()) {
      return otherwise;
    }
    if (!LEVELS.contains(asked)) {
      throw CommandFailure.usage(VARIABLE + " is trace, debug, info, warn or error");
    }
    return asked;
  }

  /** As decided, or as it is good for whoever did not decide. */
  static String level() {
    return System.getProperty(LEVEL, "info");
  }

  /** Whether lines are for people. */
  static boolean isText() {
    return System.getProperty(FORMAT, "json").equals("text");
  }

  private static void apply(String format, String level) {
    System.setProperty(FORMAT, format);
    System.setProperty(LEVEL, level);
    JDBC.setLevel(Level.OFF);
  }
}
