// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.accept;

import dev.latchkey.gateway.refusal.Refusal;
import java.nio.charset.StandardCharsets;

/**
 * A target is refused, or goes to the upstream byte for byte, and what is left of it after a prefix
 * was taken away would itself be accepted.
 */
public final class TargetFuzz {
  private TargetFuzz() {}

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) {
    String target = new String(input, StandardCharsets.ISO_8859_1);
    CanonicalTarget parsed;
    try {
      parsed = CanonicalTarget.parse(target);
    } catch (Refusal refused) {
      return;
    }
    require(parsed.forwardable(0).equals(target), "forwarded as it came");
    for (int i = 0; i < parsed.segments(); i++) {
      String segment = parsed.segment(i);
      require(!segment.isEmpty() && !segment.equals(".") && !segment.equals(".."), "a segment");
      require(segment.chars().noneMatch(c -> c < ' ' || "/\\;\177".indexOf(c) >= 0), "plain");
    }
    for (int i = 0; i <= parsed.segments(); i++) {
      CanonicalTarget rest = CanonicalTarget.parse(parsed.forwardable(i));
      require(rest.segments() == parsed.segments() - i, "the rest has the rest of the segments");
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
