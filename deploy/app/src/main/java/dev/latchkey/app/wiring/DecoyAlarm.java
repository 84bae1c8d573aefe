// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import dev.latchkey.gateway.accept.CanonicalTarget;
import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.authenticate.DecoyTrap;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.keys.Bait;
import dev.latchkey.keys.leaks.DecoyUse;
import dev.latchkey.keys.leaks.Leaks;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of every decoy that is tried at the gateway: in the log, in a meter, and once a minute for
 * each decoy and client as an audit row of its tenant. Any thread; waits for nothing.
 */
final class DecoyAlarm implements DecoyTrap {
  private static final Logger LOG = LoggerFactory.getLogger(DecoyAlarm.class);
  private static final long QUIET_SECONDS = 60;
  private static final int MOST_REMEMBERED = 10_000;
  private static final int LONGEST_AGENT = 200;

  private final Leaks leaks;
  private final InstantSource clock;
  private final Counter uses;
  private final Map<String, Instant> told =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  DecoyAlarm(Leaks leaks, InstantSource clock, MeterRegistry registry) {
    this.leaks = leaks;
    this.clock = clock;
    this.uses =
        Counter.builder("latchkey.decoy.uses")
            .description("Calls with a key that is bait")
            .register(registry);
  }

  @Override
  public void sprung(Exchange exchange, Route route, Bait bait) {
    uses.increment();
    Instant now = clock.instant();
    if (!isNews(bait.id() + " " + exchange.client(), now)) {
      return;
    }
    LOG.warn("decoy {} was tried on route {} from {}", bait.id(), route.id(), exchange.client());
    leaks
        .tried(use(exchange, route, bait, now))
        .onFailure(fault -> LOG.error("decoy {} was tried, which could not be kept", bait.id()));
  }

  private static DecoyUse use(Exchange exchange, Route route, Bait bait, Instant now) {
    CanonicalTarget target = exchange.target();
    String agent = exchange.request().getHeader("User-Agent");
    return new DecoyUse(
        bait,
        now,
        "gateway " + route.id(),
        exchange.client(),
        exchange.request().method().name(),
        target == null ? "" : target.path(),
        agent == null || agent.length() <= LONGEST_AGENT
            ? agent
            : agent.substring(0, LONGEST_AGENT),
        exchange.id());
  }

  private synchronized boolean isNews(String what, Instant now) {
    Instant last = told.get(what);
    if (last != null && now.isBefore(last.plusSeconds(QUIET_SECONDS))) {
      return false;
    }
    told.remove(what);
    told.put(what, now);
    return true;
  }
}
