// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.channel.uring.IoUring;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.transport.Transport;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Picks how this process talks to its sockets: by io_uring where the kernel has it and lets this
 * process use it, else by epoll, else by the JDK's own means. The system property {@value
 * #PROPERTY} asks for one of them by its name: {@code io_uring}, {@code epoll} or {@code nio}.
 */
public final class SystemTransport {
  /** The system property that overrules the choice. */
  static final String PROPERTY = "latchkey.transport";

  /**
   * A poll that goes on until it is called off (Netty 4.2.18) tells of a reset while nobody reads;
   * what the hang-up itself reads then clears the note of it, and the next read waits for ever. A
   * poll for each read does not.
   */
  private static final String POLL_UNTIL_CANCELLED = "io.netty.iouring.pollAddMultishotEnabled";

  private static final Logger log = LoggerFactory.getLogger(SystemTransport.class);

  static {
    // Read once, when Vert.x first touches Netty's class; too late here, io_uring is not chosen.
    if (System.getProperty(POLL_UNTIL_CANCELLED) == null) {
      System.setProperty(POLL_UNTIL_CANCELLED, "false");
    }
  }

  private SystemTransport() {}

  /**
   * Builds a Vert.x on the transport that was asked for, or on the best that works here.
   *
   * @throws IllegalStateException where the one that was asked for does not work, or has no such
   *     name
   */
  public static VertxBuilder vertx() {
    Transport chosen = choose(System.getProperty(PROPERTY, ""));
    log.debug("sockets are served by {}", chosen.name());
    return Vertx.builder().withTransport(chosen);
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
    if (works(Transport.IO_URING) && !IoUring.isPollAddMultishotEnabled()) {
      return Transport.IO_URING;
    }
    return works(Transport.EPOLL) ? Transport.EPOLL : Transport.NIO;
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
