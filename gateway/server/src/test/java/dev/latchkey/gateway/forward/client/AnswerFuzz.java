// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import java.util.List;

/**
 * Whatever an upstream sends is read in one way, in one piece or byte by byte; and once it made no
 * sense, nothing more is made of it.
 */
public final class AnswerFuzz {
  private AnswerFuzz() {}

  /** One input: its first byte decides what was asked for. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    boolean head = input[0] == 'H';
    Recorded whole = new Recorded().asked(head).bytes(input, 1, input.length);
    Recorded split = new Recorded().asked(head);
    for (int i = 1; i < input.length && !split.isBroken(); i++) {
      split.bytes(input, i, i + 1);
    }
    whole.closed();
    split.closed();
    List<String> events = whole.events();
    require(events.equals(split.events()), "the same in pieces: " + events);
    require(events.stream().filter(event -> event.startsWith("end")).count() <= 1, "one end");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
