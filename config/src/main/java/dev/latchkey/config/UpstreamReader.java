// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

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
  private static final int POOL = 64;
  private static final int LARGEST_POOL = 1024;
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private static final Map<String, Protocol> PROTOCOLS = protocols();

  private final Text id;
  private final Section section;

  UpstreamReader(Text id, Section section) {
    this.id = id;
    this.section = section;
  }

  private static Map<String, Protocol> protocols() {
    Map<String, Protocol> words = new LinkedHashMap<>();
    words.put("http1", Protocol.HTTP1);
    words.put("http2", Protocol.HTTP2);
    return words;
  }

  UpstreamConfig read() {
    List<Target> targets = targets();
    Timeouts timeouts = timeouts();
    int poolSize = (int) section.number("poolSize", 1, LARGEST_POOL, POOL);
    Value spoken = section.get("protocol");
    Protocol protocol = spoken == null ? Protocol.HTTP1 : spoken.choice(PROTOCOLS, Protocol.HTTP1);
    UpstreamTls tls = new UpstreamTlsReader(section).read();
    if (section.has("tls") && targets.stream().noneMatch(Target::tls)) {
      section.problem("\"tls\" without a target that begins with https://", "remove it");
    }
    section.finish();
    return new UpstreamConfig(id.value(), targets, timeouts, poolSize, protocol, tls);
  }

  private List<Target> targets() {
    Value value = section.need("targets", TargetReader.HINT);
    List<Value> items = value == null ? List.of() : value.items();
    if (value != null && value.isList() && items.isEmpty()) {
      value.problem("\"targets\" is an empty list", TargetReader.HINT);
    }
    List<Target> targets = new ArrayList<>();
    Set<Target> seen = new HashSet<>();
    for (Value item : items) {
      Target target = TargetReader.read(item);
      if (target != null && !seen.add(target)) {
        item.problem("this target is listed twice", "keep one of them");
      } else if (target != null) {
        section.reading().checks().sockets().dials(target, item.place());
        targets.add(target);
      }
    }
    return List.copyOf(targets);
  }

  private Timeouts timeouts() {
    Section timeouts = section.section("timeouts");
    Timeouts usual = Timeouts.DEFAULT;
    if (timeouts == null) {
      return usual;
    }
    Duration connect =
        timeouts.duration("connect", SHORTEST, Duration.ofMinutes(1), usual.connect());
    Duration response =
        timeouts.duration("response", SHORTEST, Duration.ofHours(1), usual.response());
    Duration idle = timeouts.duration("idle", SHORTEST, Duration.ofDays(1), usual.idle());
    if (response.compareTo(connect) < 0) {
      timeouts.problem(
          "the response would time out before the connection stands",
          "response is at least as long as connect, " + Durations.show(connect));
    }
    timeouts.finish();
    return new Timeouts(connect, response, idle);
  }
}
