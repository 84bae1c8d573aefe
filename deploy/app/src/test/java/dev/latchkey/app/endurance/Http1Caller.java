// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.endurance;

import dev.latchkey.gateway.wire.Answer;
import dev.latchkey.gateway.wire.RawClient;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Leaves when an answer says {@code Connection: close} (RFC 9112, section 9.6). */
final class Http1Caller extends Caller {
  private final int port;
  private @Nullable RawClient client;
  private boolean looked;

  Http1Caller(int port) {
    this.port = port;
  }

  @Override
  boolean connect() {
    try {
      client = RawClient.to(port);
      looked = false;
      return true;
    } catch (UncheckedIOException nobodyListens) {
      return false;
    }
  }

  @Override
  End call(String path) {
    try {
      Answer answer =
          Objects.requireNonNull(client)
              .send("GET " + path + " HTTP/1.1\r\nHost: api.test\r\n\r\n")
              .answer(false);
      looked = true;
      if (answer.status() != 200 || !answer.whole()) {
        return End.CUT_OFF;
      }
      boolean last = answer.head().value("connection").equals("close");
      return last ? End.ANSWERED_LAST : End.ANSWERED;
    } catch (UncheckedIOException lost) {
      return looked ? End.CUT_OFF : End.UNSEEN;
    }
  }

  @Override
  void disconnect() {
    Objects.requireNonNull(client).close();
  }
}
