// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import io.netty.util.AsciiString;
import java.util.concurrent.TimeUnit;

/** How long a connection may be unused: as long as we like, or shorter if its target says so. */
final class KeepAlive {
  private static final AsciiString FIELD = AsciiString.cached("keep-alive");
  private static final String TIMEOUT = "timeout=";
  private static final int LONG = 100_000;

  private final int ownSeconds;
  private int seconds;
  private boolean kept = true;
  private long unusedSince;

  KeepAlive(int ownSeconds) {
    this.ownSeconds = ownSeconds;
    this.seconds = ownSeconds;
  }

  /** Reads what an answer says about its connection. */
  void after(AnswerHead answer) {
    kept = answer.isPersistent();
    String theirs = answer.fields().get(FIELD);
    seconds = theirs == null ? ownSeconds : within(theirs);
  }

  /** Whether the connection may be used again. */
  boolean isKept() {
    return kept;
  }

  void unused(long nowNanos) {
    unusedSince = nowNanos;
  }

  boolean isOver(long nowNanos) {
    return nowNanos - unusedSince >= TimeUnit.SECONDS.toNanos(seconds);
  }

  /** Shorter than the target keeps it, and than we do. */
  private int within(String theirs) {
    int read = 0;
    int at = theirs.indexOf(TIMEOUT);
    for (int i = at + TIMEOUT.length(); at >= 0 && i < theirs.length() && read < LONG; i++) {
      char c = theirs.charAt(i);
      if (c < '0' || c > '9') {
        break;
      }
      read = 10 * read + (c - '0');
    }
    return read == 0 ? ownSeconds : Math.max(1, Math.min(ownSeconds, read - 1));
  }
}
