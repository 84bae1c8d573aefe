// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.channel.uring.IoUring;
import io.vertx.core.transport.Transport;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Picks how this process waits for its sockets: by io_uring where the kernel is of 5.19 or newer
 * and lets it, else by epoll, else by the JDK's own means. The system property {@value #PROPERTY}
 * asks for one of them by its name: {@code io_uring}, {@code epoll} or {@code nio}.
 */
public final class SystemTransport {
  /** The system property that overrules the choice. */
  static final String PROPERTY = "latchkey.transport";

  /**
   * With multi-shot polls, Netty 4.2.18 forgets an upstream's reset that came while nobody read: a
   * read that the hang-up itself asked for takes the rest of the data, and the one event that told
   * of the error is gone. A poll for each read asks the kernel anew.
   */
  private static final String MULTI_SHOT = "io.netty.iouring.pollAddMultishotEnabled";

  private static final Logger log = LoggerFactory.getLogger(SystemTransport.class);

  static {
    // Read once, when Netty's class is first touched; nothing of this class does so before here.
    if (System.getProperty(MULTI_SHOT) == null) {
      System.setProperty(MULTI_SHOT, "false");
    }
    if (System.getProperty("io.netty.iouring.recvMultiShotEnabled") == null) {
      System.setProperty("io.netty.iouring.recvMultiShotEnabled", "false");
    }
  }

  private SystemTransport() {}

  /**
   * The one that was asked for, or the best that works here.
   *
   * @throws IllegalStateException where the one that was asked for does not work
   */
  public static Transport choose() {
    Transport chosen = choose(System.getProperty(PROPERTY, ""));
    log.debug("sockets are waited for by {}", chosen.name());
    return chosen;
  }

  static Transport choose(String wanted) {
    return switch (wanted.toLowerCase(Locale.ROOT)) {
      case "" -> best();
      case "io_uring" -> required(wanted, Transport.IO_URING);
      case "epoll" -> required(wanted, Transport.EPOLL);
      case "nio" -> Transport.NIO;
      default ->
          throw new IllegalStateException(
              PROPERTY + " is io_uring, epoll or nio, not '" + wanted + "'");
    };
  }

  private static Transport best() {
    if (works(Transport.IO_URING) && isRecent() && !IoUring.isPollAddMultishotEnabled()) {
      return Transport.IO_URING;
    }
    return works(Transport.EPOLL) ? Transport.EPOLL : Transport.NIO;
  }

  /** Rings of buffers came with the same release as the hint that a socket holds more. */
  private static boolean isRecent() {
    return IoUring.isRegisterBufferRingSupported();
  }

  private static boolean works(@Nullable Transport transport) {
    return transport != null && transport.available();
  }

  private static Transport required(String name, @Nullable Transport transport) {
    if (transport == null || !transport.available()) {
      throw new IllegalStateException(
          PROPERTY + " asks for " + name + ", which does not work here",
          transport == null ? null : transport.unavailabilityCause());
    }
    return transport;
  }
}
