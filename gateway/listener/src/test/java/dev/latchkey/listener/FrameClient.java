// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection whose frames the test writes itself (RFC 9113, section 4.1; RFC 7541 with
 * literals only). Reads answers, too. Blocking; one thread.
 */
public final class FrameClient implements AutoCloseable {
  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int PRIORITY = 2;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PING = 6;
  public static final int GOAWAY = 7;
  public static final int WINDOW_UPDATE = 8;
  public static final int CONTINUATION = 9;

  public static final int END_STREAM = 1;
  public static final int ACK = 1;
  public static final int END_HEADERS = 4;
  public static final int PADDED = 8;

  private static final int WITH_PRIORITY = 0x20;
  private static final int PRIORITY_BYTES = 5;
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int PATIENCE_MILLIS = 10_000;

  private final SSLSocket socket;
  private final DataInputStream in;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final FieldBlocks heads = new FieldBlocks();

  private FrameClient(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
  }

  /**
   * A frame as it came.
   *
   * @param fields of a head, in lower case; empty for other frames
   */
  public record Frame(int type, int flags, int stream, Buffer payload, Map<String, String> fields) {
    public boolean endsStream() {
      return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }

    /** Of RST_STREAM, in full; of GOAWAY, its error. */
    public long error() {
      return payload.getUnsignedInt(type == GOAWAY ? 4 : 0);
    }
  }

  /**
   * How a stream ended.
   *
   * @param status 0 where no head came
   * @param reset the error that the server reset it with; -1 for none
   * @param goAway the error that the connection was ended with; -1 for none
   */
  public record Ended(
      int status, Map<String, String> fields, String body, long reset, long goAway) {
    /** Whether nothing but a refusal on the level of frames came. */
    public boolean refused() {
      return reset >= 0 || goAway >= 0;
    }
  }

  /** Connects, and says hello with these settings (RFC 9113, section 6.5.1), in pairs. */
  public static FrameClient to(int port, SSLContext trust, long... settings) {
    try {
      SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket("127.0.0.1", port);
      socket.setSoTimeout(PATIENCE_MILLIS);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      FrameClient client = new FrameClient(socket);
      client.out.writeBytes(PREFACE.getBytes(StandardCharsets.US_ASCII));
      ByteBuffer payload = ByteBuffer.allocate(settings.length / 2 * 6);
      for (int i = 0; i < settings.length; i += 2) {
        payload.putShort((short) settings[i]).putInt((int) settings[i + 1]);
      }
      return client.frame(SETTINGS, 0, 0, payload.array()).flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a frame to what {@link #flush} sends. */
  public FrameClient frame(int type, int flags, int stream, byte... payload) {
    out.write(payload.length >> 16);
    out.write(payload.length >> 8);
    out.write(payload.length);
    out.write(type);
    out.write(flags);
    out.writeBytes(ByteBuffer.allocate(4).putInt(stream).array());
    out.writeBytes(payload);
    return this;
  }

  /** A whole head in one frame; names and values in turn. */
  public FrameClient head(int stream, boolean end, String... fields) {
    return frame(HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, FieldBlocks.write(fields));
  }

  /** A request to the test's host. */
  public FrameClient request(int stream, boolean end, String method, String path, String... more) {
    byte[] first =
        FieldBlocks.write(
            ":method", method, ":scheme", "https", ":authority", "api.test", ":path", path);
    byte[] second = FieldBlocks.write(more);
    byte[] all = ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    return frame(HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, all);
  }

  public FrameClient data(int stream, boolean end, String text) {
    return frame(DATA, end ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public FrameClient number(int type, int stream, int number) {
    return frame(type, 0, stream, ByteBuffer.allocate(4).putInt(number).array());
  }

  /** Sends. A server that has closed already is not an error here. */
  public FrameClient flush() {
    try {
      socket.getOutputStream().write(out.toByteArray());
      socket.getOutputStream().flush();
    } catch (SocketException | SSLException closedAlready) {
      // What the server sent before is what counts.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.reset();
    return this;
  }

  /** The next frame; null at the connection's end. Acknowledges settings on the way. */
  public @Nullable Frame next() {
    try {
      int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt() & 0x7FFF_FFFF;
      boolean ranked = type == HEADERS && (flags & WITH_PRIORITY) != 0;
      in.skipNBytes(ranked ? PRIORITY_BYTES : 0);
      byte[] payload = in.readNBytes(ranked ? length - PRIORITY_BYTES : length);
      if (type == SETTINGS && (flags & ACK) == 0) {
        frame(SETTINGS, ACK, 0).flush();
      }
      Map<String, String> fields = type == HEADERS ? heads.read(stream, payload) : Map.of();
      return new Frame(type, flags, stream, Buffer.buffer(payload), fields);
    } catch (EOFException | SocketException | SSLException ended) {
      return null;
    } catch (SocketTimeoutException silent) {
      throw new AssertionError("the server says nothing", silent);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next frame of this type; null where the connection ends first. */
  public @Nullable Frame next(int type) {
    Frame frame = next();
    while (frame != null && frame.type() != type) {
      frame = next();
    }
    return frame;
  }

  /** The error that the server ends the connection with; -1 where it ends without a word. */
  public long goAway() {
    Frame last = next(GOAWAY);
    return last == null ? -1 : last.error();
  }

  /** Reads until this stream, or the connection, has ended. */
  public Ended outcome(int stream) {
    Map<String, String> fields = new TreeMap<>();
    StringBuilder body = new StringBuilder();
    long reset = -1;
    long goAway = -1;
    for (Frame frame = next(); frame != null; frame = next()) {
      if (frame.type() == GOAWAY) {
        goAway = frame.error();
      } else if (frame.stream() == stream) {
        fields.putAll(frame.fields());
        if (frame.type() == DATA) {
          body.append(frame.payload());
        }
        reset = frame.type() == RST_STREAM ? frame.error() : reset;
        if (frame.endsStream() || frame.type() == RST_STREAM) {
          break;
        }
      }
    }
    int status = Integer.parseInt(fields.getOrDefault(":status", "0"));
    return new Ended(status, fields, body.toString(), reset, goAway);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
