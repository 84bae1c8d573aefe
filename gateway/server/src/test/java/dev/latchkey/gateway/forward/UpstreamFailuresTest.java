// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.refusal.Reason;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UpstreamFailuresTest {
  @ParameterizedTest(name = "{0} is {1}")
  @MethodSource("failures")
  void aFailureIsNamedByItsType(Throwable cause, Reason reason) {
    assertThat(UpstreamFailures.reason(cause)).isEqualTo(reason);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new ConnectException("refused"), Reason.UPSTREAM_UNREACHABLE),
        Arguments.of(new HttpClosedException("closed"), Reason.UPSTREAM_UNREACHABLE),
        Arguments.of(new IOException("reset"), Reason.UPSTREAM_UNREACHABLE),
        Arguments.of(new UnknownHostException("x"), Reason.UPSTREAM_UNREACHABLE),
        Arguments.of(new SSLHandshakeException("x"), Reason.UPSTREAM_UNREACHABLE),
        Arguments.of(new TimeoutException("late"), Reason.UPSTREAM_TIMEOUT),
        Arguments.of(new ConnectTimeoutException("late"), Reason.UPSTREAM_TIMEOUT),
        Arguments.of(new ConnectionPoolTooBusyException("busy"), Reason.UPSTREAM_UNAVAILABLE));
  }
}
