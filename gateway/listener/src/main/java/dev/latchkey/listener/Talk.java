// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a connection speaks, once it does.
 *
 * @param close ends the connection in the protocol's own way
 * @param framing null where it is not HTTP/1
 * @param http2 null where it is not HTTP/2
 * @param farewell null where the protocol has none but the answers' own
 * @param busy whether a request waits for its answer, or for the rest of it
 */
record Talk(
    Runnable close,
    @Nullable FramingGuard framing,
    @Nullable Http2Guard http2,
    @Nullable Http2Farewell farewell,
    BooleanSupplier busy) {

  /** Whether not even one request was sent. */
  boolean isUnused() {
    return (framing != null && framing.isUnused()) || (http2 != null && http2.isUnused());
  }
}
