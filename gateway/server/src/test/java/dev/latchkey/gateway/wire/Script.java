// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.wire;

/**
 * What a backend does with one request.
 *
 * @param answer bytes as Latin-1; empty for none
 * @param early whether it acts on the head, before it reads the body
 */
public record Script(String answer, Ending ending, boolean early) {
  /** Answers everything with a short document and stays. */
  public static final Script OK =
      new Script(
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n"
              + "{\"ok\":true}",
          Ending.KEEP,
          false);

  /** What becomes of the connection after the answer. */
  public enum Ending {
    KEEP,
    CLOSE,
    RESET,
    /** Says nothing more until the other side leaves. */
    HANG
  }
}
