// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import java.time.Duration;

/**
 * How slow a client may be. None of these can be reset by a trickle of bytes.
 *
 * @param handshake for a TLS handshake, from the moment the connection is accepted
 * @param head for a whole head, from its first byte
 * @param body over which a body's rate is taken; not while we ourselves hold it back
 * @param bodyBytes of a body that must come in that time
 * @param write without the client taking any byte of what waits for it
 * @param idle without a request being sent or answered; however long an answer takes, its
 *     connection is not idle
 */
public record Patience(
    Duration handshake,
    Duration head,
    Duration body,
    long bodyBytes,
    Duration write,
    Duration idle) {
  /**
   * 10 s for a handshake, 10 s for a head, 500 bytes a second of a body over 10 s, 30 s without a
   * byte taken, 75 s between calls.
   */
  public static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          5_000,
          Duration.ofSeconds(30),
          Duration.ofSeconds(75));
}
