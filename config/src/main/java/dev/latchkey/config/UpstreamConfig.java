// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.time.Duration;
import java.util.List;

/**
 * A backend.
 *
 * @param targets at least one
 * @param poolSize connections per event loop, 1 to 1,024
 */
public record UpstreamConfig(
    String id,
    List<Target> targets,
    Timeouts timeouts,
    int poolSize,
    Protocol protocol,
    UpstreamTls tls) {

  /** What is spoken to a backend. */
  public enum Protocol {
    /** HTTP/1.1. */
    HTTP1,
    /** HTTP/2: by ALPN over TLS, with prior knowledge without it. */
    HTTP2
  }

  /** One address of a backend. */
  public record Target(boolean tls, String host, int port) {
    @Override
    public String toString() {
      return (tls ? "https://" : "http://")
          + (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
          + ":"
          + port;
    }
  }

  /**
   * @param connect until the connection stands
   * @param response until the head of the answer is there
   * @param idle without a byte in either direction
   */
  public record Timeouts(Duration connect, Duration response, Duration idle) {
    /** 2 s, 30 s, 60 s. */
    public static final Timeouts DEFAULT =
        new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(60));
  }
}
