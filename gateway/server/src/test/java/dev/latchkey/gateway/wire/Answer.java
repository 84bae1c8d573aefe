// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.wire;

import java.util.List;

/**
 * What a client got.
 *
 * @param interim statuses below 200 that came before
 * @param body Latin-1, decoded from chunks
 * @param whole false where the connection broke off before the body's end
 * @param untilClose whether only the connection's end told the body's
 */
public record Answer(
    List<Integer> interim, Head head, String body, boolean whole, boolean untilClose) {

  public int status() {
    return head.status();
  }
}
