// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.fault;

/**
 * What becomes of bytes on their way. What is cut, halved or spoiled is the server's answer; the
 * rest befalls both directions.
 *
 * @param amount milliseconds, bytes per second, or the number of a byte; 0 where none is needed
 */
public record Fault(Kind kind, int amount) {
  enum Kind {
    PASS,
    DELAY,
    THROTTLE,
    CUT,
    RESET,
    BLACKHOLE,
    ACCEPT_WITHOUT_READING,
    HALF_CLOSE,
    CORRUPT
  }

  /** None. */
  public static Fault pass() {
    return new Fault(Kind.PASS, 0);
  }

  /** Every piece arrives later. */
  public static Fault delay(int millis) {
    return new Fault(Kind.DELAY, millis);
  }

  /** Bytes trickle. */
  public static Fault throttle(int bytesPerSecond) {
    return new Fault(Kind.THROTTLE, bytesPerSecond);
  }

  /** The connection ends in good order after so many bytes of answer. */
  public static Fault cut(int afterBytes) {
    return new Fault(Kind.CUT, afterBytes);
  }

  /** The connection is reset as soon as anything moves. */
  public static Fault reset() {
    return new Fault(Kind.RESET, 0);
  }

  /** Packets vanish; connections stay. */
  public static Fault blackhole() {
    return new Fault(Kind.BLACKHOLE, 0);
  }

  /** Connections are accepted, and nothing is ever taken from them. */
  public static Fault acceptWithoutReading() {
    return new Fault(Kind.ACCEPT_WITHOUT_READING, 0);
  }

  /** The server's side is ended after its next piece; the client's stays open. */
  public static Fault halfClose() {
    return new Fault(Kind.HALF_CLOSE, 0);
  }

  /** One byte of the answer is another. */
  public static Fault corrupt(int offset) {
    return new Fault(Kind.CORRUPT, offset);
  }
}
