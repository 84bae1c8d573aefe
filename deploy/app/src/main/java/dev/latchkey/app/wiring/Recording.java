// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import dev.latchkey.config.RetentionConfig;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.record.AccessLog;
import dev.latchkey.gateway.record.CallRecorder;
import dev.latchkey.gateway.record.LastUsed;
import dev.latchkey.gateway.record.Outcome;
import dev.latchkey.gateway.record.Recorder;
import dev.latchkey.gateway.record.RequestMetrics;
import dev.latchkey.gateway.record.UsageCounter;
import dev.latchkey.keys.postgres.PgStore;
import io.vertx.core.Future;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of calls: one set of recorders for the life of the process, whatever configuration
 * is in force, and the schedules by which they write to the store.
 */
final class Recording {
  private static final Duration LAST_USES = Duration.ofSeconds(15);
  private static final Duration COUNTS = Duration.ofSeconds(10);
  private static final Duration CALLS = Duration.ofSeconds(5);
  private static final Duration ROLL_UP = Duration.ofSeconds(60);

  private final Platform platform;
  private final Undo undo;
  private final List<Recorder> always = new ArrayList<>();
  private final RollUp rollUp;

  /** What writes to the store now and then, begun when calls come in. */
  private final List<Runnable> writers = new ArrayList<>();

  /**
   * @param accessLog where to write it; null for none
   * @param kept how long, until {@link #keep}
   */
  Recording(
      Platform platform,
      PgStore store,
      @Nullable OutputStream accessLog,
      RetentionConfig kept,
      Undo undo) {
    this.platform = platform;
    this.undo = undo;
    this.rollUp = new RollUp(store.usage(), schedule(platform, ROLL_UP), kept);
    if (accessLog != null) {
      always.add(lines(accessLog));
    }
    always.add(lastUses(store));
    always.add(counts(store));
    always.add(calls(store));
    writers.add(() -> rollUp.start(undo));
  }

  /** Tells all of them, and meters for these routes. */
  Recorder of(List<Route> routes) {
    List<Recorder> all = new ArrayList<>();
    all.add(new RequestMetrics(platform.registry(), routes));
    all.addAll(always);
    return new Fanout(all.toArray(Recorder[]::new));
  }

  /** How long, from now on. */
  void keep(RetentionConfig kept) {
    rollUp.keep(kept);
  }

  /** Begins to write. */
  void start() {
    writers.forEach(Runnable::run);
  }

  private AccessLog lines(OutputStream accessLog) {
    AccessLog lines = new AccessLog(accessLog, platform.clock());
    undo.addBlocking("access log", lines::close);
    NodeMeters.accessLog(platform.registry(), lines);
    return lines;
  }

  private LastUsed lastUses(PgStore store) {
    FlushSchedule schedule = schedule(platform, LAST_USES);
    LastUsed lastUses = new LastUsed(store.activity(), platform.clock(), schedule::soon);
    write("last uses", schedule, lastUses::flush);
    return lastUses;
  }

  private UsageCounter counts(PgStore store) {
    UsageCounter counts = new UsageCounter(store.usage(), platform.clock());
    write("usage", schedule(platform, COUNTS), counts::flush);
    return counts;
  }

  private CallRecorder calls(PgStore store) {
    FlushSchedule schedule = schedule(platform, CALLS);
    CallRecorder calls = new CallRecorder(store.calls(), platform.clock(), schedule::soon);
    write("calls", schedule, calls::flush);
    NodeMeters.calls(platform.registry(), calls);
    return calls;
  }

  private void write(String what, FlushSchedule schedule, Supplier<Future<Void>> flush) {
    writers.add(() -> schedule.start(flush));
    undo.add(what, () -> schedule.stop().toCompletionStage());
  }

  private static FlushSchedule schedule(Platform platform, Duration period) {
    return new FlushSchedule(platform.vertx(), period, platform.nanoTime(), platform.random());
  }

  /** Tells several recorders of every request. */
  private static final class Fanout implements Recorder {
    private final Recorder[] recorders;

    Fanout(Recorder[] recorders) {
      this.recorders = recorders;
    }

    @Override
    public void record(Outcome outcome) {
      for (Recorder recorder : recorders) {
        recorder.record(outcome);
      }
    }
  }
}
