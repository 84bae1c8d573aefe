// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.LoopWatch;
import dev.latchkey.gateway.TestConfig;
import dev.latchkey.gateway.TestGateway;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import dev.latchkey.listener.FrameClient;
import dev.latchkey.listener.TestAuthority;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What h2spec asks of streams that are answered before it has asked, asked of open ones. */
class OpenStreamTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final int PROTOCOL_ERROR = 1;
  private static final int FLOW_CONTROL_ERROR = 3;
  private static final int LARGEST = Integer.MAX_VALUE;

  @TempDir Path folder;
  private final RawUpstream backend =
      new RawUpstream(List.of(new Script("", Script.Ending.HANG, true)));
  private TestGateway gateway;
  private FrameClient client;

  @BeforeEach
  void listen() {
    TestAuthority authority = new TestAuthority(folder, "Latchkey test");
    authority.files("edge.test");
    TestClock clock = new TestClock();
    gateway =
        new TestGateway(
            LOOPS.vertx(),
            TestConfig.secure(
                folder, "edge.test", "\"http://127.0.0.1:" + backend.port() + '"', "poolSize: 8"),
            new MapKeys(clock),
            clock);
    client = FrameClient.to(gateway.port(), authority.client(null));
    assertThat(client.request(1, true, "GET", "/nowhere").flush().outcome(1).status())
        .isEqualTo(404);
    LOOPS.forget();
  }

  @AfterEach
  void close() {
    client.close();
    gateway.close();
    backend.close();
  }

  @Test
  void aSecondHeadResetsItsStreamAndNoOther() {
    client.request(3, true, "GET", "/open/x").flush();
    assertThat(backend.next()).isNotNull();

    client.request(3, true, "GET", "/open/y").flush();

    assertThat(client.outcome(3).reset()).isEqualTo(PROTOCOL_ERROR);
    assertThat(client.request(5, true, "GET", "/nowhere").flush().outcome(5).status())
        .isEqualTo(404);
    assertThat(backend.sawNothing()).isTrue();
  }

  @Test
  void aWindowThatIsOpenedByNothingResetsItsStream() {
    client.request(3, false, "POST", "/open/x").flush();
    assertThat(backend.next()).isNotNull();

    client.number(FrameClient.WINDOW_UPDATE, 3, 0).flush();

    assertThat(client.outcome(3).reset()).isEqualTo(PROTOCOL_ERROR);
  }

  @Test
  void aWindowBeyondItsBoundResetsItsStream() {
    client.request(3, false, "POST", "/open/x").flush();
    assertThat(backend.next()).isNotNull();

    client
        .number(FrameClient.WINDOW_UPDATE, 3, LARGEST)
        .number(FrameClient.WINDOW_UPDATE, 3, LARGEST)
        .flush();

    assertThat(client.outcome(3).reset()).isEqualTo(FLOW_CONTROL_ERROR);
  }
}
