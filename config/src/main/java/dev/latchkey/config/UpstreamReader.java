// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import dev.latchkey.config.UpstreamConfig.Balance;
import dev.latchkey.config.UpstreamConfig.Pool;
import dev.latchkey.config.UpstreamConfig.Protocol;
import dev.latchkey.config.UpstreamConfig.Target;
import dev.latchkey.config.UpstreamConfig.Timeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One entry of {@code upstreams}. */
final class UpstreamReader {
  /** What a call remembers of the targets it has tried fits into one word. */
  private static final int MOST_TARGETS = 64;

  private static final int LARGEST_POOL = 1_024;
  private static final int LONGEST_LINE = 65_536;
  private static final Map<String, Balance> BALANCES = balances();
  private static final Map<String, Protocol> PROTOCOLS = protocols();

  private final Text id;
  private final Section section;

  UpstreamReader(Text id, Section section) {
    this.id = id;
    this.section = section;
  }

  UpstreamConfig read() {
    List<Target> targets = targets();
    Value balance = section.get("balance");
    Value spoken = section.get("protocol");
    Timeouts timeouts = TimeoutReader.read(section, Timeouts.DEFAULT);
    ResilienceReader resilience = new ResilienceReader(section);
    UpstreamConfig read =
        new UpstreamConfig(
            id.value(),
            targets,
            balance == null ? Balance.ROUND_ROBIN : balance.choice(BALANCES, Balance.ROUND_ROBIN),
            timeouts,
            pool(),
            resilience.health(),
            resilience.ejection(),
            resilience.retries(),
            resilience.breaker(),
            spoken == null ? Protocol.HTTP1 : spoken.choice(PROTOCOLS, Protocol.HTTP1),
            new UpstreamTlsReader(section).read());
    if (section.has("tls") && targets.stream().noneMatch(Target::tls)) {
      section.problem("\"tls\" without a target that begins with https://", "remove it");
    }
    section.finish();
    return read;
  }

  private List<Target> targets() {
    Value value = section.need("targets", TargetReader.HINT);
    List<Value> items = value == null ? List.of() : value.items();
    if (value != null && value.isList() && items.isEmpty()) {
      value.problem("\"targets\" is an empty list", TargetReader.HINT);
    }
    if (value != null && items.size() > MOST_TARGETS) {
      value.problem("too many targets", "at most " + MOST_TARGETS);
    }
    List<Target> targets = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Value item : items) {
      Target target = TargetReader.read(item);
      if (target != null && !seen.add(target.toString())) {
        item.problem("this target is listed twice", "keep one of them; it may have a weight");
      } else if (target != null) {
        section.reading().checks().sockets().dials(target, item.place());
        targets.add(target);
      }
    }
    return List.copyOf(targets);
  }

  private Pool pool() {
    Pool usual = Pool.DEFAULT;
    int size = (int) section.number("poolSize", 1, LARGEST_POOL, usual.size());
    int waiting = (int) section.number("maxWaiting", 0, LONGEST_LINE, usual.waiting());
    Duration keepAlive =
        section.duration(
            "keepAlive", Duration.ofSeconds(1), Duration.ofHours(1), usual.keepAlive());
    return new Pool(size, waiting, Duration.ofSeconds(keepAlive.toSeconds()));
  }

  private static Map<String, Protocol> protocols() {
    Map<String, Protocol> words = new LinkedHashMap<>();
    words.put("http1", Protocol.HTTP1);
    words.put("http2", Protocol.HTTP2);
    return words;
  }

  private static Map<String, Balance> balances() {
    Map<String, Balance> words = new LinkedHashMap<>();
    words.put("roundRobin", Balance.ROUND_ROBIN);
    words.put("leastLoaded", Balance.LEAST_LOADED);
    return words;
  }
}
