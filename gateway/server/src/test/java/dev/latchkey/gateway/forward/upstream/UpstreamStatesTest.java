// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.UpstreamConfig;
import dev.latchkey.config.UpstreamConfig.Target;
import dev.latchkey.gateway.LoopWatch;
import dev.latchkey.gateway.forward.LoopUpstreams;
import dev.latchkey.keys.Answers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A new configuration costs an upstream nothing that it did not change. */
class UpstreamStatesTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private UpstreamStates states;

  @BeforeEach
  void start() {
    states =
        new UpstreamStates(
            LOOPS.vertx(),
            host -> Future.succeededFuture(List.of("127.0.0.1")),
            () -> 0,
            new SplittableRandom(1),
            registry);
  }

  @AfterEach
  void close() {
    states.close();
  }

  @Test
  void equalSettingsKeepWhatIsKnown() {
    UpstreamState before = crm(use(port(1)));
    before.target(0).probed(false);

    UpstreamState after = crm(use(port(1)));

    assertThat(after).isSameAs(before);
    assertThat(after.usable()).isZero();
  }

  @Test
  void otherSettingsBeginAnewAndTheOldMetersGo() {
    UpstreamState before = crm(use(port(1)));
    before.target(0).probed(false);

    UpstreamState after = crm(use(port(2)));

    assertThat(after).isNotSameAs(before);
    assertThat(registry.get("latchkey.upstream.targets.healthy").gauges())
        .singleElement()
        .satisfies(gauge -> assertThat(gauge.value()).isEqualTo(1));
    use(Map.of());
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void aLoopKeepsItsConnectionsToWhatLivesOn() {
    LoopUpstreams loop =
        new LoopUpstreams(LOOPS.vertx(), new SplittableRandom(1), System::nanoTime);
    loop.use(use(port(1)));
    var first = requireNonNull(loop.current().get("crm"));

    assertThat(loop.use(use(port(1)))).isEmpty();
    assertThat(loop.current().get("crm")).isSameAs(first);
    assertThat(loop.use(use(port(2)))).containsExactly(first);
    assertThat(loop.current().get("crm")).isNotSameAs(first);
    first.retire();
    Answers.of(loop.close());
  }

  @Test
  void aNameIsLookedUpBeforeTheFirstCall() {
    UpstreamState state =
        crm(use(Map.of("crm", UpstreamConfig.of("crm", new Target(false, "crm.test", 9_000)))));

    assertThat(state.usable()).isEqualTo(1);
  }

  private Map<String, UpstreamState> use(Map<String, UpstreamConfig> configs) {
    Map<String, UpstreamState> used = Answers.of(states.of(configs));
    states.retain(configs);
    return used;
  }

  private static Map<String, UpstreamConfig> port(int port) {
    return Map.of("crm", UpstreamConfig.of("crm", new Target(false, "127.0.0.1", port)));
  }

  private static UpstreamState crm(Map<String, UpstreamState> states) {
    return requireNonNull(states.get("crm"));
  }
}
