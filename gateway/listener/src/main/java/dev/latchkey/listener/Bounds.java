// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

/**
 * What one listener takes from one connection; more is refused, not cut.
 *
 * @param targetBytes of a request's target, at least 1
 * @param headBytes of all field lines of one request together, and of one line of a chunked body
 * @param fields field lines of one request
 * @param streams requests at once on one connection of HTTP/2; 0 where only HTTP/1 is spoken
 */
public record Bounds(int targetBytes, int headBytes, int fields, int streams) {
  /** For calls of an API: 4 KiB of target, 8 KiB of head in 100 fields, 100 streams. */
  public static final Bounds CALLS = new Bounds(4_096, 8_192, 100, 100);
}
