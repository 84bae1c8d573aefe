// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.ConfigException;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.gateway.TestGateway;
import dev.latchkey.gateway.wire.Answer;
import dev.latchkey.gateway.wire.FullBacklog;
import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Seen;
import dev.latchkey.keys.KeyActions;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One scenario on its way: a gateway, a backend, a connection. One thread. */
final class ScenarioRun implements AutoCloseable {
  private final Scenario scenario;
  private final RawUpstream backend;
  private final @Nullable FullBacklog full;
  private final TestGateway gateway;
  private final ScenarioKeys keys;
  private final Expectation expectation;
  private RawClient client;

  ScenarioRun(Scenario scenario, Vertx vertx) throws ConfigException {
    this.scenario = scenario;
    this.backend = new RawUpstream(scenario.backend());
    this.full = scenario.place().equals("full") ? new FullBacklog() : null;
    int port = full == null ? backend.port() : full.port();
    if (scenario.place().equals("closed")) {
      backend.close();
    }
    TestClock clock = new TestClock();
    MapKeys store = new MapKeys(clock);
    LatchkeyConfig config = scenario.config(port);
    this.keys = new ScenarioKeys(config.profiles(), store, clock.instant());
    scenario.keys().forEach(keys::add);
    this.gateway = new TestGateway(vertx, config, store, clock);
    this.expectation = new Expectation(keys);
    this.client = RawClient.to(gateway.port());
  }

  void run() {
    for (Tree step : scenario.steps()) {
      step.words("meanwhile").forEach(this::happen);
      if (step.text("connection", "same").equals("new")) {
        client.close();
        client = RawClient.to(gateway.port());
      }
      for (String part : step.words("when")) {
        client.send(keys.fill(Wording.message(part)));
      }
      after(step, step.trees("then"));
      step.done();
    }
    assertThat(backend.sawNothing()).as("nothing else went upstream").isTrue();
    assertThat(gateway.allEndedWereSeen()).as("each request ended once").isTrue();
  }

  private void after(Tree step, List<Tree> answers) {
    switch (step.text("client", "reads")) {
      case "reads" -> {}
      case "half-closes" -> {
        upstream(step.tree("upstream"));
        client.shutdownOutput();
        assertThat(backend.isAbandoned()).as("the backend is let go").isTrue();
      }
      case "leaves" -> {
        upstream(step.tree("upstream"));
        client.reset();
        assertThat(backend.isAbandoned()).as("the backend is let go").isTrue();
      }
      default -> throw new IllegalArgumentException("a client reads, half-closes or leaves");
    }
    for (Tree then : answers) {
      then(then);
    }
    if (step.has("counted")) {
      counted(step.text("counted"));
    }
    connection(step.text("remains", ""));
  }

  private void then(Tree then) {
    Answer answer = client.answer(then.text("to", "GET").equals("HEAD"));
    Tree upstream = then.tree("upstream");
    boolean reached = then.has("upstream");
    String counted = then.text("counted", "");
    expectation.check(answer, then);
    if (reached) {
      upstream(upstream);
    }
    if (!counted.isEmpty()) {
      counted(counted);
    } else {
      gateway.nextEnded();
    }
  }

  private void upstream(Tree upstream) {
    Seen seen = Objects.requireNonNull(backend.next(), "nothing arrived upstream");
    expectation.check(seen, upstream);
  }

  private void counted(String expected) {
    TestGateway.Ended ended = gateway.nextEnded();
    String reason =
        ended.outcome().reason() == null
            ? ended.outcome().kind().label()
            : ended.outcome().reason().code();
    assertThat(reason).as("counted").isEqualTo(expected);
    assertThat(ended.inFlight()).as("requests on their way").isZero();
  }

  private void connection(String expected) {
    switch (expected) {
      case "" -> {}
      case "closed" -> assertThat(client.isClosedByServer()).as("closed by the gateway").isTrue();
      case "open" -> {
        client.send("GET /no-such-route HTTP/1.1\r\nHost: probe.test\r\n\r\n");
        assertThat(client.answer(false).status()).isEqualTo(404);
        gateway.nextEnded();
      }
      default -> throw new IllegalArgumentException("a connection remains open or closed");
    }
  }

  private void happen(String event) {
    String[] words = event.split(" ", 2);
    switch (words[0]) {
      case "revoke" -> gateway.keys().revoke(keys.id(words[1]));
      case "disable" -> gateway.keys().change(keys.id(words[1]), KeyActions.disable());
      case "enable" -> gateway.keys().change(keys.id(words[1]), KeyActions.enable());
      case "advance" -> gateway.advance(Duration.parse("PT" + words[1]));
      case "store" -> {
        if (words[1].equals("away")) {
          gateway.keys().goAway();
        } else {
          gateway.keys().comeBack();
        }
      }
      case "feed" -> {
        if (words[1].equals("lost")) {
          gateway.keys().loseFeed();
        } else {
          gateway.keys().regainFeed();
        }
      }
      default -> throw new IllegalArgumentException("what is it to " + event);
    }
  }

  @Override
  public void close() {
    client.close();
    gateway.close();
    backend.close();
    if (full != null) {
      full.close();
    }
  }
}
