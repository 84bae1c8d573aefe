// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.reload;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/** Whether what is in the file is what is in force. Any thread. */
public final class ReloadMeters {
  private static final double MILLIS_PER_SECOND = 1_000;

  private final InstantSource clock;
  private final Counter good;
  private final Counter bad;
  private volatile boolean success = true;
  private volatile double lastSeconds;

  public ReloadMeters(MeterRegistry registry, InstantSource clock) {
    this.clock = clock;
    this.lastSeconds = clock.millis() / MILLIS_PER_SECOND;
    this.good = counter(registry, "success");
    this.bad = counter(registry, "failure");
    Gauge.builder("latchkey.config.reload.success", this, meters -> meters.success ? 1 : 0)
        .description("0 while the file as it is could not be put in force")
        .strongReference(true)
        .register(registry);
    Gauge.builder("latchkey.config.last.reload.timestamp", this, meters -> meters.lastSeconds)
        .description("When the configuration in force was put in force, in Unix time")
        .baseUnit("seconds")
        .strongReference(true)
        .register(registry);
  }

  void reloaded(boolean successfully) {
    success = successfully;
    if (successfully) {
      lastSeconds = clock.millis() / MILLIS_PER_SECOND;
    }
    (successfully ? good : bad).increment();
  }

  private static Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder("latchkey.config.reloads")
        .description("Attempts to put the file in force again")
        .tag("outcome", outcome)
        .register(registry);
  }
}
