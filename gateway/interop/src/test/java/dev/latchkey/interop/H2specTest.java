// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.latchkey.gateway.LoopWatch;
import dev.latchkey.gateway.TestConfig;
import dev.latchkey.gateway.TestGateway;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import dev.latchkey.listener.FrameClient;
import dev.latchkey.listener.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The conformance tests of HTTP/2 against the TLS listener, and the page that tells their end. */
@Tag("long")
class H2specTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final Path SHEET = Path.of("..", "..", "docs", "http2-conformance.md");
  private static final String PATH = "/open/x";

  /** What is otherwise than h2spec wants it, and why. */
  private static final Map<String, String> EXCLUDED = excluded();

  @TempDir Path folder;

  private static Map<String, String> excluded() {
    Map<String, String> why = new LinkedHashMap<>();
    why.put(
        "http2/5.1 half closed (remote): Sends a HEADERS frame",
        "The stream is reset, as it must be, but by PROTOCOL_ERROR: Netty's codec takes the second"
            + " head for trailers. `OpenStreamTest.aSecondHeadResetsItsStreamAndNoOther`.");
    why.put(
        "http2/5.1 closed: Sends a HEADERS frame",
        "Netty's codec keeps no memory of closed streams and answers with RST_STREAM where the"
            + " standard ends the connection; nothing of the head is processed.");
    why.put(
        "http2/5.1.1 Sends stream identifier that is numerically smaller than previous",
        "As above: to a codec without memory a lower number is a stream that was closed.");
    why.put(
        "http2/6.9 Sends a WINDOW_UPDATE frame with a flow control window increment of 0 on a"
            + " stream",
        "The request is a GET that announces a body, which is refused by its head: the stream has"
            + " its 400 and is closed before the frame comes. On an open stream:"
            + " `OpenStreamTest.aWindowThatIsOpenedByNothingResetsItsStream`.");
    why.put(
        "http2/6.9.1 Sends multiple WINDOW_UPDATE frames increasing the flow control window to"
            + " above 2^31-1 on a stream",
        "As above. On an open stream: `OpenStreamTest.aWindowBeyondItsBoundResetsItsStream`.");
    return why;
  }

  @Test
  void everyTestPassesOrIsExcludedWithAReason() throws Exception {
    assumeTrue(H2spec.runsHere(), "h2spec is there for Linux on x86-64 alone");
    TestAuthority authority = new TestAuthority(folder, "Latchkey test");
    authority.files("edge.test");
    TestClock clock = new TestClock();
    try (RawUpstream backend = new RawUpstream(List.of(Script.OK));
        TestGateway gateway =
            new TestGateway(
                LOOPS.vertx(),
                TestConfig.secure(
                    folder,
                    "edge.test",
                    "\"http://127.0.0.1:" + backend.port() + '"',
                    "poolSize: 8"),
                new MapKeys(clock),
                clock)) {
      try (FrameClient warm = FrameClient.to(gateway.port(), authority.client(null))) {
        warm.request(1, true, "GET", PATH).flush().outcome(1);
      }
      LOOPS.forget();

      H2specReport report = H2specReport.read(H2spec.unpack(folder).run(gateway.port(), PATH));

      assertThat(report.failed()).containsExactlyInAnyOrderElementsOf(EXCLUDED.keySet());
      String sheet = report.sheet(EXCLUDED);
      if ("write".equals(System.getProperty("latchkey.sheet"))) {
        Files.writeString(SHEET, sheet);
      }
      assertThat(Files.readString(SHEET)).isEqualTo(sheet);
    }
  }
}
