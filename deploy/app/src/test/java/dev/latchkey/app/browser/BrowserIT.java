// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.latchkey.app.OpenNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a browser does as a browser does it: WebSockets and event streams, from a page. */
class BrowserIT {
  private static final String TALK =
      """
      new Promise((done, failed) => {
        const heard = [];
        const socket = new WebSocket('ws://' + location.host + '%s');
        socket.onopen = () => { socket.send('xin chào'); socket.send(new Uint8Array(100000)); };
        socket.onmessage = message => {
          heard.push(message.data.size ?? message.data);
          if (heard.length === 2) socket.close(4001, 'enough');
        };
        socket.onerror = () => failed('refused');
        socket.onclose = end => done({ heard, clean: end.wasClean, code: end.code });
      })
      """;
  private static final String LISTEN =
      """
      window.heard = [];
      window.events = new EventSource('%s');
      events.onmessage = event => heard.push(event.data + ' ' + event.lastEventId);
      window.until = count => new Promise(done => {
        const look = () => heard.length >= count ? done(heard) : setTimeout(look, 5);
        look();
      });
      until(1)
      """;

  @TempDir private static Path folder;
  private static LiveBackend backend;
  private static OpenNode node;
  private static Browser browser;
  private Page page;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(Browser.isPossible(), "needs Linux on x86-64, with Node and npm");
    backend = new LiveBackend();
    node = new OpenNode(Files.createDirectory(folder.resolve("node")), backend.port(), "");
    browser = new Browser(Files.createDirectory(folder.resolve("browser")));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
      node.close();
      backend.close();
    }
  }

  @BeforeEach
  void visit() {
    page = browser.open().go("http://127.0.0.1:" + node.port("gateway") + "/public/page");
  }

  @AfterEach
  void leaveNothingBehind() {
    page.close();

    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (node.meter("latchkey_requests_in_flight") > 0) {
      assertThat(System.nanoTime()).as("calls of a page that is gone").isLessThan(deadline);
    }
  }

  @Test
  void aPageTalksOverAWebSocket() {
    assertThat(page.evaluate(TALK.formatted("/public/socket")))
        .hasToString("{\"heard\":[\"xin chào\",100000],\"clean\":true,\"code\":4001}");
  }

  @Test
  void aPageTalksOverAWebSocketWithAKey() {
    page.sendAlways(Map.of("X-API-Key", node.newKey("socket")));

    assertThat(page.evaluate(TALK.formatted("/api/orders/socket")).path("clean").asBoolean())
        .isTrue();
  }

  @Test
  void withoutAKeyItsSocketIsNotOpened() {
    String attempt =
        "%s.catch(reason => reason)".formatted(TALK.formatted("/api/orders/x").strip());

    assertThat(page.evaluate(attempt).asText()).isEqualTo("refused");
  }

  @Test
  void aPageHearsEachEventWhenItIsSentAndComesBackForMore() {
    assertThat(page.evaluate(LISTEN.formatted("/public/events"))).hasToString("[\"hello 1\"]");
    assertThat(backend.next("events").getHeader("Last-Event-ID")).isNull();

    // The stream goes on: what is heard now was not held back until its end.
    page.evaluate("fetch('/public/next').then(() => until(2))");
    page.evaluate("fetch('/public/cut').then(() => until(3))");

    assertThat(page.evaluate("heard")).hasToString("[\"hello 1\",\"xin chào 7\",\"hello 1\"]");
    assertThat(backend.next("events").getHeader("Last-Event-ID")).isEqualTo("7");
  }

  @Test
  void aPageListensWithAKeyThatStaysBehind() {
    page.sendAlways(Map.of("X-API-Key", node.newKey("events")));

    assertThat(page.evaluate(LISTEN.formatted("/api/orders/events"))).hasToString("[\"hello 1\"]");

    assertThat(backend.next("orders/events").headers().contains("X-API-Key")).isFalse();
  }
}
