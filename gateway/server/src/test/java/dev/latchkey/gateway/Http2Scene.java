// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import dev.latchkey.listener.FrameClient;
import dev.latchkey.listener.TestAuthority;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;

/** A gateway that speaks HTTP/2 over TLS, in front of a backend that does as it is told. */
final class Http2Scene implements AutoCloseable {
  /** Leads to the backend, without a key. */
  static final String PATH = "/open/x";

  private final SSLContext trust;
  private final RawUpstream backend;
  private final TestGateway gateway;

  /**
   * Serves one call before the first test, for classes of TLS and HTTP/2 take their time to load.
   *
   * @param script of the backend, after that first call
   */
  Http2Scene(LoopWatch loops, Path folder, Script script) {
    TestAuthority authority = new TestAuthority(folder, "Latchkey test");
    authority.files("api.test");
    this.trust = authority.client(null);
    this.backend = new RawUpstream(List.of(Script.OK, script));
    TestClock clock = new TestClock();
    this.gateway =
        new TestGateway(
            loops.vertx(),
            TestConfig.secure(
                folder,
                "api.test",
                "\"http://127.0.0.1:" + backend.port() + '"',
                "timeouts: { idle: 1s, response: 10s }"),
            new MapKeys(clock),
            clock);
    try (FrameClient warm = client()) {
      warm.request(1, true, "GET", PATH).flush().outcome(1);
      backend.next();
      gateway.nextEnded();
    }
    loops.forget();
  }

  /**
   * Another connection.
   *
   * @param settings in pairs
   */
  FrameClient client(long... settings) {
    return FrameClient.to(gateway.port(), trust, settings);
  }

  RawUpstream backend() {
    return backend;
  }

  TestGateway gateway() {
    return gateway;
  }

  /** Whatever the backend saw of earlier tests is nobody's concern. */
  void forget() {
    while (!backend.sawNothing()) {
      backend.next();
    }
  }

  @Override
  public void close() {
    gateway.close();
    backend.close();
  }
}
