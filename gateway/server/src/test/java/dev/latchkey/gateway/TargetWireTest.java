// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.wire.Answer;
import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.gateway.wire.Seen;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Over real sockets: what decided about a call is what the backend is asked for, to the byte. */
class TargetWireTest {
  private static final List<String> PIECES =
      List.of(
          "/",
          "/",
          ".",
          "..",
          "%2e",
          "%2F",
          "%5c",
          "%25",
          "%c3%a9",
          "%c3",
          "%00",
          "%3b",
          ";",
          "\\",
          "a",
          "guarded",
          "open",
          "?",
          "#",
          "\u00c3\u00a9",
          " ",
          "~",
          "%7E",
          "*",
          "@",
          ":",
          "|");

  private static Vertx vertx;
  private static RawUpstream backend;
  private static TestGateway gateway;
  private static KeyFixture key;
  private static RawClient client;

  @BeforeContainer
  static void listen() {
    vertx = Vertx.vertx();
    backend = new RawUpstream(List.of(Script.OK));
    TestClock clock = new TestClock();
    MapKeys keys = new MapKeys(clock);
    key = KeyFixture.minted(clock.instant()).scopes("leads:read");
    keys.put(key.newKey());
    gateway = new TestGateway(vertx, TestConfig.of(backend.port(), "poolSize: 2"), keys, clock);
    client = RawClient.to(gateway.port());
  }

  @AfterContainer
  static void close() {
    client.close();
    gateway.close();
    backend.close();
    Answers.of(vertx.close());
  }

  @Property(tries = 250)
  void isRefusedOrReachesTheBackendByteForByteAsItWasAuthorized(
      @ForAll("targets") String target, @ForAll boolean withKey) {
    Optional<Answer> answer = ask(target, withKey);

    if (answer.isEmpty() || answer.get().status() != 200) {
      assertThat(backend.sawNothing()).as(target).isTrue();
      client.close();
      client = RawClient.to(gateway.port());
      return;
    }
    Seen seen = Objects.requireNonNull(backend.next());
    String authorized = authorized();
    assertThat(seen.head().start()).isEqualTo("GET " + authorized + " HTTP/1.1");
    assertThat(authorized).isEqualTo(target);
    assertThat(withKey || isPublic(target)).as(target).isTrue();
  }

  /** The prefix of the public route itself, or anything below it. */
  private static boolean isPublic(String target) {
    String path = target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
    return path.equals("/open") || path.startsWith("/open/");
  }

  /** What the log says of the call that was let through; what was refused before it also ended. */
  private static String authorized() {
    TestGateway.Ended ended = gateway.nextEnded();
    while (ended.outcome().status() != 200) {
      ended = gateway.nextEnded();
    }
    return String.valueOf(ended.outcome().exchange().target());
  }

  /** Empty where the connection ended without a word. */
  private static Optional<Answer> ask(String target, boolean withKey) {
    String field = withKey ? "X-API-Key: " + key.secret().reveal() + "\r\n" : "";
    client.send("GET " + target + " HTTP/1.1\r\nHost: api.test\r\n" + field + "\r\n");
    try {
      return Optional.of(client.answer(false));
    } catch (UncheckedIOException ended) {
      return Optional.empty();
    }
  }

  @Provide
  Arbitrary<String> targets() {
    Arbitrary<String> starts = Arbitraries.of("/open/", "/open/", "/guarded", "/", "");
    Arbitrary<String> pieces = Arbitraries.of(PIECES).list().ofMaxSize(10).map(all -> join(all));
    Arbitrary<String> soup =
        Arbitraries.strings().withCharRange('\u0001', '\u00ff').ofMaxLength(12);
    Arbitrary<String> plain =
        Arbitraries.strings().withChars("abcXYZ019-._~!$&'()*+,=:@/%2").ofMaxLength(20);
    return Combinators.combine(starts, Arbitraries.oneOf(pieces, soup, plain))
        .as((start, rest) -> start + rest);
  }

  private static String join(List<String> pieces) {
    return String.join("", pieces);
  }
}
