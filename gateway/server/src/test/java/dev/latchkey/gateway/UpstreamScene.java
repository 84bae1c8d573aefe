// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import dev.latchkey.gateway.forward.upstream.HostNames;
import dev.latchkey.gateway.wire.Answer;
import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import java.util.ArrayList;
import java.util.List;

/** Gateways before backends that do as they are told, closed in turn at the end. */
final class UpstreamScene {
  static final String GET = "GET /open/x HTTP/1.1\r\nHost: api.test\r\n\r\n";
  static final String POST =
      "POST /open/x HTTP/1.1\r\nHost: api.test\r\nContent-Length: 5\r\n\r\nhello";

  private final LoopWatch loops;
  private final List<AutoCloseable> open = new ArrayList<>();

  UpstreamScene(LoopWatch loops) {
    this.loops = loops;
  }

  /** On a connection of its own. */
  Answer call(TestGateway gateway, String request) {
    return client(gateway).send(request).answer(false);
  }

  RawClient client(TestGateway gateway) {
    return open(RawClient.to(gateway.port()));
  }

  /** The last script goes on for ever. */
  RawUpstream upstream(Script... scripts) {
    return open(new RawUpstream(List.of(scripts)));
  }

  static String at(RawUpstream upstream) {
    return "\"http://127.0.0.1:" + upstream.port() + '"';
  }

  /**
   * Another gateway.
   *
   * @param targets in quotes, with commas between them
   * @param upstream its other settings, as in a file
   */
  TestGateway gateway(String targets, String upstream) {
    return gateway(targets, upstream, HostNames.of(loops.vertx()));
  }

  TestGateway gateway(String targets, String upstream, HostNames names) {
    TestClock clock = new TestClock();
    return open(
        new TestGateway(
            loops.vertx(), TestConfig.at(targets, upstream), new MapKeys(clock), clock, names));
  }

  <T extends AutoCloseable> T open(T opened) {
    open.add(opened);
    return opened;
  }

  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }
}
