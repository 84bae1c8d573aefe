// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.endurance;

import dev.latchkey.listener.FrameClient;
import dev.latchkey.listener.FrameClient.Frame;
import java.io.UncheckedIOException;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Leaves on GOAWAY; a stream that it does not cover was not accepted (RFC 9113, section 6.8). */
final class Http2Caller extends Caller {
  private static final int REFUSED_STREAM = 7;

  /** Bytes of answers that the whole connection may bring, for no receipt is ever sent. */
  private static final int ROOM = 1 << 30;

  private final int port;
  private final SSLContext trust;
  private @Nullable FrameClient client;
  private int stream;

  Http2Caller(int port, SSLContext trust) {
    this.port = port;
    this.trust = trust;
  }

  @Override
  boolean connect() {
    try {
      client = FrameClient.to(port, trust).number(FrameClient.WINDOW_UPDATE, 0, ROOM).flush();
      stream = -1;
      return true;
    } catch (UncheckedIOException nobodyListens) {
      return false;
    }
  }

  @Override
  End call(String path) {
    stream += 2;
    FrameClient connection = Objects.requireNonNull(client);
    connection.request(stream, true, "GET", path).flush();
    boolean leaving = false;
    boolean good = false;
    for (Frame frame = connection.next(); frame != null; frame = connection.next()) {
      if (frame.type() == FrameClient.GOAWAY) {
        if (frame.payload().getUnsignedInt(0) < stream) {
          return End.TURNED_AWAY;
        }
        leaving = true;
      } else if (frame.stream() == stream) {
        good |= "200".equals(frame.fields().get(":status"));
        if (frame.type() == FrameClient.RST_STREAM) {
          return frame.error() == REFUSED_STREAM ? End.TURNED_AWAY : End.CUT_OFF;
        }
        if (frame.endsStream()) {
          return !good ? End.CUT_OFF : leaving ? End.ANSWERED_LAST : End.ANSWERED;
        }
      }
    }
    return stream == 1 && !leaving ? End.UNSEEN : End.CUT_OFF;
  }

  @Override
  void disconnect() {
    Objects.requireNonNull(client).close();
  }
}
