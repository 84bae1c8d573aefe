// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A wall clock that only a test moves. Any thread. */
public final class TestClock implements InstantSource {
  private Instant now = Instant.parse("2026-11-22T08:00:00Z");

  @Override
  public synchronized Instant instant() {
    return now;
  }

  public synchronized void advance(Duration by) {
    now = now.plus(by);
  }
}
