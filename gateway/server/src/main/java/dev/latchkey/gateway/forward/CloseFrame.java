// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** The last frame of a WebSocket, and why (RFC 6455, sections 5.5.1 and 7.4.1). */
enum CloseFrame {
  GOING_AWAY(1001, "idle or shutting down"),
  NOT_ALLOWED(1008, "the API key is not valid any more"),
  TRY_LATER(1013, "the API key cannot be checked");

  private static final int FINAL_CLOSE = 0x88;
  private static final int MASKED = 0x80;

  // Written once, and never handed out.
  @SuppressWarnings("ImmutableEnumChecker")
  private final byte[] payload;

  CloseFrame(int code, String reason) {
    this.payload =
        Buffer.buffer()
            .appendUnsignedShort(code)
            .appendBytes(reason.getBytes(StandardCharsets.US_ASCII))
            .getBytes();
  }

  Buffer toClient() {
    return Buffer.buffer()
        .appendByte((byte) FINAL_CLOSE)
        .appendByte((byte) payload.length)
        .appendBytes(payload);
  }

  /** Clients mask what they send, and towards the backend we are the client. */
  Buffer toBackend(SplittableRandom random) {
    byte[] mask = new byte[4];
    random.nextBytes(mask);
    byte[] masked = payload.clone();
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= mask[i % mask.length];
    }
    return Buffer.buffer()
        .appendByte((byte) FINAL_CLOSE)
        .appendByte((byte) (MASKED | payload.length))
        .appendBytes(mask)
        .appendBytes(masked);
  }
}
