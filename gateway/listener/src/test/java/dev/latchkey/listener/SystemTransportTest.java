// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.netty.channel.uring.IoUring;
import io.vertx.core.transport.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SystemTransportTest {
  @Test
  @EnabledOnOs(OS.LINUX)
  void theLibrariesLoadOnLinux() {
    assertThat(Transport.EPOLL.unavailabilityCause()).isNull();
    assertThat(SystemTransport.choose("")).isNotEqualTo(Transport.NIO);
  }

  @Test
  void ioUringIsTakenOnlyWithAPollForEachRead() {
    if (SystemTransport.choose("") == Transport.IO_URING) {
      assertThat(IoUring.isPollAddMultishotEnabled()).isFalse();
    }
  }

  @Test
  void theOneThatIsAskedForIsTaken() {
    assertThat(SystemTransport.choose("nio")).isEqualTo(Transport.NIO);
  }

  @Test
  void anotherNameIsRefusedWithTheNamesThereAre() {
    assertThatIllegalStateException()
        .isThrownBy(() -> SystemTransport.choose("kqueue"))
        .withMessageContaining("io_uring, epoll or nio");
  }
}
