// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.terminal;

/**
 * Emphasis, by the ANSI sequences that every terminal knows.
 *
 * @param on false to leave text as it is
 */
public record Ink(boolean on) {
  /** No colours. */
  public static final Ink NONE = new Ink(false);

  public String bold(String text) {
    return paint("1", text);
  }

  public String faint(String text) {
    return paint("2", text);
  }

  public String red(String text) {
    return paint("31", text);
  }

  public String green(String text) {
    return paint("32", text);
  }

  public String cyan(String text) {
    return paint("36", text);
  }

  private String paint(String code, String text) {
    return on ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
  }
}
