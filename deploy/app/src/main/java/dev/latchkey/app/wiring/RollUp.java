// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import dev.latchkey.config.RetentionConfig;
import dev.latchkey.keys.UsageLedger;
import dev.latchkey.keys.UsageLedger.Retention;
import io.vertx.core.Future;

/**
 * Sums up counts of calls from time to time, and forgets what is older than the configuration that
 * is in force says. Any thread.
 */
final class RollUp {
  private final UsageLedger usage;
  private final FlushSchedule schedule;
  private volatile RetentionConfig kept;

  RollUp(UsageLedger usage, FlushSchedule schedule, RetentionConfig kept) {
    this.usage = usage;
    this.schedule = schedule;
    this.kept = kept;
  }

  /** Begins. */
  void start(Undo undo) {
    schedule.start(this::run);
    undo.add("roll-up", () -> schedule.stop().toCompletionStage());
  }

  /** From now on; what is too old by another measure goes soon, not at the next turn. */
  void keep(RetentionConfig next) {
    boolean another = !next.equals(kept);
    kept = next;
    if (another) {
      schedule.soon();
    }
  }

  private Future<Void> run() {
    RetentionConfig now = kept;
    return usage.rollUp(new Retention(now.minutes(), now.hours(), now.days(), now.calls()));
  }
}
