// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.scenario;

/** How scenario files write bytes. */
final class Wording {
  private static final String OPEN = "{{repeat ";

  private Wording() {}

  /**
   * A message as a block of lines becomes one with CRLF up to the empty line, with its body as it
   * stands. A text that has a CR somewhere is taken byte for byte. {@code {{repeat a 70}}} stands
   * for 70 times the letter.
   */
  static String message(String written) {
    String text = repeated(written);
    if (text.indexOf('\r') >= 0) {
      return text;
    }
    int empty = text.indexOf("\n\n");
    String head = empty < 0 ? text.stripTrailing() : text.substring(0, empty);
    String body = empty < 0 ? "" : text.substring(empty + 2);
    return head.replace("\n", "\r\n") + "\r\n\r\n" + body;
  }

  private static String repeated(String text) {
    String result = text;
    for (int open = result.indexOf(OPEN); open >= 0; open = result.indexOf(OPEN)) {
      int close = result.indexOf("}}", open);
      String[] words = result.substring(open + OPEN.length(), close).split(" ", 2);
      result =
          result.substring(0, open)
              + words[0].repeat(Integer.parseInt(words[1]))
              + result.substring(close + 2);
    }
    return result;
  }
}
