// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The data plane's listener and caches.
 *
 * @param tls empty for plain HTTP; several are chosen by SNI, the first is the default
 * @param clientCertificates null where clients are not asked for one
 * @param trustedProxies networks in CIDR form whose forwarding headers are believed
 * @param realm named in challenges
 * @param drain how this listener ends
 */
public record GatewayConfig(
    ListenAddress listen,
    List<TlsConfig> tls,
    @Nullable ClientCertificates clientCertificates,
    List<String> trustedProxies,
    String realm,
    KeyCache keyCache,
    AccessLog accessLog,
    Connections connections,
    Overload overload,
    Drain drain) {

  /**
   * @param total connections at a time; 0 for half of what the process may open
   * @param perAddress connections of one address at a time, trusted proxies excepted
   */
  public record Connections(int total, int perAddress) {
    /** Half of what the process may open, and 4,096 of one address. */
    public static final Connections USUAL = new Connections(0, 4_096);
  }

  /**
   * @param lateness what an event loop may be late, time and again, before calls are turned away;
   *     50 ms to a minute
   */
  public record Overload(Duration lateness) {
    /** A call then waits a second at most for its turn: the rest of one turn, and the next. */
    public static final Overload USUAL = new Overload(Duration.ofMillis(500));
  }

  /**
   * @param maxKeys entries kept, 1 to 10,000,000
   * @param stale how long known keys go on while the store is away; zero to fail closed at once
   */
  public record KeyCache(int maxKeys, Duration stale) {}

  /**
   * @param enabled whether one JSON line per request is written to standard output
   */
  public record AccessLog(boolean enabled) {}

  /**
   * @param grace how long a node that was told to stop goes on accepting, so that whoever sends it
   *     traffic can notice; zero to 5 minutes
   * @param limit how long requests on their way may take after that, up to 5 minutes
   */
  public record Drain(Duration grace, Duration limit) {
    /** What holds when the file says nothing. */
    public static final Drain DEFAULT = new Drain(Duration.ofMillis(500), Duration.ofSeconds(25));
  }
}
