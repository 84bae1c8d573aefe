// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A backend. Equal settings mean the same backend: its connections and what is known of its health
 * outlive a change of the rest of the file.
 *
 * @param targets 1 to 64
 * @param health null for no probes
 * @param breaker null for none
 */
public record UpstreamConfig(
    String id,
    List<Target> targets,
    Balance balance,
    Timeouts timeouts,
    Pool pool,
    @Nullable HealthCheck health,
    Ejection ejection,
    Retries retries,
    @Nullable Breaker breaker,
    Protocol protocol,
    UpstreamTls tls) {

  /** A backend at one address, with everything as usual. */
  public static UpstreamConfig of(String id, Target target) {
    return new UpstreamConfig(
        id,
        List.of(target),
        Balance.ROUND_ROBIN,
        Timeouts.DEFAULT,
        Pool.DEFAULT,
        null,
        Ejection.DEFAULT,
        Retries.DEFAULT,
        null,
        Protocol.HTTP1,
        UpstreamTls.DEFAULT);
  }

  /** What is spoken to a backend. */
  public enum Protocol {
    /** HTTP/1.1. */
    HTTP1,
    /** HTTP/2: by ALPN over TLS, with prior knowledge without it. */
    HTTP2
  }

  /** Which target takes the next call. */
  public enum Balance {
    /** Each in turn, as often as its weight says. */
    ROUND_ROBIN,
    /** The less busy of two that were drawn by weight. */
    LEAST_LOADED
  }

  /**
   * One address of a backend.
   *
   * @param weight its share of calls among the others' weights, 1 to 100
   */
  public record Target(boolean tls, String host, int port, int weight) {
    public Target(boolean tls, String host, int port) {
      this(tls, host, port, 1);
    }

    /** Its address, without its weight. */
    @Override
    public String toString() {
      return (tls ? "https://" : "http://")
          + (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
          + ":"
          + port;
    }
  }

  /**
   * @param connect until a connection stands, waiting for a free one included
   * @param response from then until the head of the answer is there
   * @param idle without a byte in either direction
   * @param total from the call's head to the answer's end; null for no bound
   */
  public record Timeouts(
      Duration connect, Duration response, Duration idle, @Nullable Duration total) {
    /** 2 s, 30 s, 60 s, and as long as bytes move. */
    public static final Timeouts DEFAULT =
        new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(60), null);
  }

  /**
   * Connections per event loop and address.
   *
   * @param size at most, 1 to 1,024
   * @param waiting calls that may wait for one, 0 to 65,536
   * @param keepAlive how long an unused one is kept, in whole seconds; shorter than the backend
   *     keeps it, so that it is never reused in the moment it is closed
   */
  public record Pool(int size, int waiting, Duration keepAlive) {
    /** 64 connections, 1,024 waiting, 4 s. */
    public static final Pool DEFAULT = new Pool(64, 1_024, Duration.ofSeconds(4));
  }

  /**
   * Asks each target whether it is well.
   *
   * @param path what to GET
   * @param timeout until the answer's head, at most the interval
   * @param healthyAfter good answers in a row that bring a target back
   * @param unhealthyAfter bad ones in a row that take it out
   * @param statuses that are good; empty for 200 to 299
   */
  public record HealthCheck(
      String path,
      Duration interval,
      Duration timeout,
      int healthyAfter,
      int unhealthyAfter,
      Set<Integer> statuses) {}

  /**
   * Leaves a target alone that keeps failing: no connection, no answer, or 502, 503, 504.
   *
   * @param failures in a row
   * @param time how long at first; twice as long each time it happens again
   * @param longest bound of that
   * @param maxEjected percentage of targets that may be out at once; 0 for never
   */
  public record Ejection(int failures, Duration time, Duration longest, int maxEjected) {
    /** 5 failures, 10 s up to 5 min, at most half of the targets. */
    public static final Ejection DEFAULT =
        new Ejection(5, Duration.ofSeconds(10), Duration.ofMinutes(5), 50);
  }

  /**
   * Second tries on another target, where nothing was sent or the call may be repeated.
   *
   * @param max per call; 0 for none
   * @param budget percentage of calls that may be tried again
   * @param statuses answers that count as failed: of 502, 503, 504
   */
  public record Retries(int max, int budget, Set<Integer> statuses) {
    /** 2 per call, at most 20 % of calls, and any answer is an answer. */
    public static final Retries DEFAULT = new Retries(2, 20, Set.of());
  }

  /**
   * Stops asking an upstream that fails too often.
   *
   * @param failures percentage that opens it
   * @param calls least number within the window that says anything
   * @param window over which calls are counted, in whole seconds
   * @param open how long it stays open
   * @param probes calls let through after that; their outcome closes or opens it again
   */
  public record Breaker(int failures, int calls, Duration window, Duration open, int probes) {}
}
