// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import dev.latchkey.config.UpstreamConfig.Breaker;
import dev.latchkey.config.UpstreamConfig.Ejection;
import dev.latchkey.config.UpstreamConfig.HealthCheck;
import dev.latchkey.config.UpstreamConfig.Retries;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an upstream does about targets that fail: probes, ejection, second tries, breaker. */
final class ResilienceReader {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MOST = 1_000;
  private static final int ALL = 100;

  private final Section upstream;

  ResilienceReader(Section upstream) {
    this.upstream = upstream;
  }

  @Nullable HealthCheck health() {
    Section health = upstream.section("health");
    if (health == null) {
      return null;
    }
    String path = path(health);
    Duration interval =
        health.duration("interval", Duration.ofMillis(100), HOUR, Duration.ofSeconds(5));
    Duration timeout = health.duration("timeout", Duration.ofMillis(1), HOUR, SECOND);
    if (timeout.compareTo(interval) > 0) {
      health.problem(
          "a probe would last longer than the time between two",
          "timeout is at most interval, " + Durations.show(interval));
    }
    HealthCheck read =
        new HealthCheck(
            path,
            interval,
            timeout,
            (int) health.number("healthyAfter", 1, MOST, 2),
            (int) health.number("unhealthyAfter", 1, MOST, 3),
            statuses(health, 200, 599));
    health.finish();
    return read;
  }

  Ejection ejection() {
    Ejection usual = Ejection.DEFAULT;
    Section ejection = upstream.section("ejection");
    if (ejection == null) {
      return usual;
    }
    Duration time = ejection.duration("time", Duration.ofMillis(100), HOUR, usual.time());
    Duration longest = usual.longest().compareTo(time) < 0 ? time : usual.longest();
    Ejection read =
        new Ejection(
            (int) ejection.number("failures", 1, MOST, usual.failures()),
            time,
            ejection.duration("maxTime", time, Duration.ofDays(1), longest),
            (int) ejection.number("maxEjected", 0, ALL, usual.maxEjected()));
    ejection.finish();
    return read;
  }

  Retries retries() {
    Retries usual = Retries.DEFAULT;
    Section retries = upstream.section("retries");
    if (retries == null) {
      return usual;
    }
    Set<Integer> statuses = statuses(retries, 502, 504);
    Retries read =
        new Retries(
            (int) retries.number("max", 0, 10, usual.max()),
            (int) retries.number("budget", 1, ALL, usual.budget()),
            statuses);
    retries.finish();
    return read;
  }

  @Nullable Breaker breaker() {
    Section breaker = upstream.section("breaker");
    if (breaker == null) {
      return null;
    }
    Breaker read =
        new Breaker(
            (int) breaker.number("failures", 1, ALL, 50),
            (int) breaker.number("calls", 1, 1_000_000, 20),
            breaker.duration("window", SECOND, HOUR, Duration.ofSeconds(10)),
            breaker.duration("open", Duration.ofMillis(100), HOUR, Duration.ofSeconds(10)),
            (int) breaker.number("probes", 1, MOST, 3));
    breaker.finish();
    return read;
  }

  private static String path(Section health) {
    Value value = health.need("path", "such as /healthz");
    Text path = value == null ? null : value.text();
    if (value == null || path == null) {
      return "/";
    }
    boolean plain = path.value().chars().allMatch(c -> c > ' ' && c <= '~' && c != '#');
    if (!path.value().startsWith("/") || !plain) {
      value.problem(path.quoted() + " is not a path", "visible ASCII that begins with /");
    }
    return path.value();
  }

  private static Set<Integer> statuses(Section section, int least, int most) {
    Set<Integer> statuses = new LinkedHashSet<>();
    for (Value item : section.items("statuses")) {
      int status = (int) item.number(least, most, 0);
      if (status > 0 && !statuses.add(status)) {
        item.problem("the status " + status + " is listed twice", "keep one of them");
      }
    }
    return Set.copyOf(statuses);
  }
}
