// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.channel.uring.IoUring;
import io.vertx.core.transport.Transport;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Picks how this process talks to its sockets: by io_uring where the kernel knows {@linkplain
 * ReadRing rings of buffers} (5.19 and newer) and lets this process use them, else by epoll, else
 * by the JDK's own means. The system property {@value #PROPERTY} asks for one of them by its name:
 * {@code io_uring}, {@code epoll} or {@code nio}.
 */
public final class SystemTransport {
  /** The system property that overrules the choice. */
  static final String PROPERTY = "latchkey.transport";

  /**
   * A read that goes on until it is called off delivers for a while after somebody has asked for a
   * pause; one read at a time does not.
   */
  private static final String READ_UNTIL_CANCELLED = "io.netty.iouring.pollAddMultishotEnabled";

  private static final Logger log = LoggerFactory.getLogger(SystemTransport.class);

  static {
    // Read once, when Netty's class is first touched: nothing of this class does so before here.
    if (System.getProperty(READ_UNTIL_CANCELLED) == null) {
      System.setProperty(READ_UNTIL_CANCELLED, "false");
    }
  }

  private SystemTransport() {}

  /**
   * The one that was asked for, or the best that works here.
   *
   * @throws IllegalStateException where the one that was asked for does not work, or has no such
   *     name
   */
  public static Transport choose() {
    Transport chosen = choose(System.getProperty(PROPERTY, ""));
    log.debug("sockets are served by {}", chosen.name());
    return chosen;
  }

  static Transport choose(String wanted) {
    return switch (wanted.toLowerCase(Locale.ROOT)) {
      case "" -> best();
      case "io_uring" -> required(wanted, Transport.IO_URING, ioUringWorks());
      case "epoll" -> required(wanted, Transport.EPOLL, works(Transport.EPOLL));
      case "nio" -> Transport.NIO;
      default ->
          throw new IllegalStateException(
              PROPERTY + " is io_uring, epoll or nio, not '" + wanted + "'");
    };
  }

  private static Transport best() {
    if (ioUringWorks()) {
      return Transport.IO_URING;
    }
    return works(Transport.EPOLL) ? Transport.EPOLL : Transport.NIO;
  }

  private static boolean ioUringWorks() {
    return works(Transport.IO_URING) && IoUring.isRegisterBufferRingSupported();
  }

  private static boolean works(@Nullable Transport transport) {
    return transport != null && transport.available();
  }

  private static Transport required(String name, @Nullable Transport transport, boolean works) {
    if (transport == null || !works) {
      throw new IllegalStateException(
          PROPERTY + " asks for " + name + ", which does not work here",
          transport == null ? null : transport.unavailabilityCause());
    }
    return transport;
  }
}
