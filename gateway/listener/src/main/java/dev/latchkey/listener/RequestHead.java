// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import static dev.latchkey.listener.MalformedRequestException.bad;

import dev.latchkey.listener.MalformedRequestException.Kind;
import io.netty.buffer.ByteBuf;

/**
 * The rules for a request's head, line by line, and what they say of the body (RFC 9112, sections 2
 * to 6). Only what the decoder behind lets pass, or misreads, is checked here; it refuses the rest.
 * One connection; reused for each of its requests.
 */
final class RequestHead {
  /** No body. */
  static final long NONE = 0;

  /** A body in chunks. */
  static final long CHUNKED = -1;

  private static final int NO_LENGTH = -1;

  /** A pebibyte: nobody sends more in one request, and sums of it do not overflow. */
  private static final long MAX_LENGTH = 1L << 50;

  private final Bounds bounds;
  private boolean started;
  private boolean leadingBlank;
  private boolean oldVersion;
  private boolean chunked;
  private boolean expecting;
  private long length = NO_LENGTH;
  private int hosts;
  private int fields;
  private int bytes;

  RequestHead(Bounds bounds) {
    this.bounds = bounds;
  }

  /** Ready for the next request of the connection. */
  void reset() {
    started = false;
    leadingBlank = false;
    oldVersion = false;
    chunked = false;
    expecting = false;
    length = NO_LENGTH;
    hosts = 0;
    fields = 0;
    bytes = 0;
  }

  /** Whether any line of the present request was taken. */
  boolean isStarted() {
    return started || leadingBlank;
  }

  /**
   * Takes one line, without its line break.
   *
   * @return whether this line ended the head
   * @throws MalformedRequestException when the head breaks a rule
   */
  boolean line(ByteBuf in, int from, int to) {
    if (!started) {
      requestLine(in, from, to);
      return false;
    }
    if (from == to) {
      finish();
      return true;
    }
    bytes += to - from + 2;
    if (bytes > bounds.headBytes() || ++fields > bounds.fields()) {
      throw new MalformedRequestException(Kind.HEADER_TOO_LARGE, "too many or too long fields");
    }
    byte first = in.getByte(from);
    if (first == ' ' || first == '\t') {
      throw bad("a folded field line");
    }
    int colon = in.indexOf(from, to, (byte) ':');
    if (colon <= from) {
      throw bad("a field line without a name");
    }
    field(in, from, colon, to);
    return false;
  }

  /** {@link #NONE}, {@link #CHUNKED}, or the number of bytes. */
  long bodyLength() {
    return chunked ? CHUNKED : Math.max(length, NONE);
  }

  private void requestLine(ByteBuf in, int from, int to) {
    if (from == to) {
      if (leadingBlank) {
        throw bad("more than one empty line before the request");
      }
      leadingBlank = true;
      return;
    }
    started = true;
    int first = in.indexOf(from, to, (byte) ' ');
    int second = first < 0 ? -1 : in.indexOf(first + 1, to, (byte) ' ');
    if (first <= from || second <= first + 1 || in.indexOf(second + 1, to, (byte) ' ') >= 0) {
      throw bad("a request line that is not three words");
    }
    for (int i = from; i < to; i++) {
      byte b = in.getByte(i);
      if (b < ' ' || b == 0x7F) {
        throw bad("a byte beyond visible ASCII in the request line");
      }
    }
    if (second - first - 1 > bounds.targetBytes()) {
      throw new MalformedRequestException(Kind.URI_TOO_LONG, "the target is too long");
    }
    version(in, second + 1, to);
    target(in, from, first + 1, second);
  }

  /** One of the four forms of RFC 9112, section 3.2, each where it belongs. */
  private static void target(ByteBuf in, int method, int from, int to) {
    byte first = in.getByte(from);
    boolean known =
        first == '/'
            || (first == '*' && to - from == 1 && Bytes.same(in, method, "OPTIONS "))
            || Bytes.startWith(in, from, to, "http://")
            || Bytes.startWith(in, from, to, "https://")
            || (first != '*' && Bytes.same(in, method, "CONNECT "));
    if (!known) {
      throw bad("not a target");
    }
  }

  private void version(ByteBuf in, int from, int to) {
    boolean http = to - from == 8 && Bytes.same(in, from, "HTTP/");
    boolean digits =
        http
            && Bytes.isDigit(in.getByte(from + 5))
            && in.getByte(from + 6) == '.'
            && Bytes.isDigit(in.getByte(from + 7));
    if (!digits) {
      throw bad("not an HTTP version");
    }
    byte minor = in.getByte(from + 7);
    if (in.getByte(from + 5) != '1' || minor > '1') {
      throw new MalformedRequestException(Kind.VERSION_NOT_SUPPORTED, "not HTTP/1.0 or HTTP/1.1");
    }
    oldVersion = minor == '0';
  }

  /** Only names that frame, address or confuse are looked at; they are told by their length. */
  private void field(ByteBuf in, int from, int colon, int to) {
    switch (colon - from) {
      case 4 -> {
        if (Bytes.equal(in, from, colon, "host")) {
          hosts++;
          HostRules.check(in, colon + 1, to);
        }
      }
      case 6 -> {
        if (Bytes.equal(in, from, colon, "expect")) {
          expect(in, colon + 1, to);
        }
      }
      case 14 -> {
        if (Bytes.equal(in, from, colon, "content-length")) {
          contentLength(in, colon + 1, to);
        }
      }
      case 17 -> {
        if (Bytes.equal(in, from, colon, "transfer-encoding")) {
          transferEncoding(in, colon + 1, to);
        }
      }
      case 18 -> {
        if (Bytes.startWith(in, from, colon, "sec-websocket-key")) {
          throw bad("a handshake of before RFC 6455, whose body nobody declares");
        }
      }
      default -> {}
    }
  }

  /** There is one expectation (RFC 9110, section 10.1.1), and having it twice is no other. */
  private void expect(ByteBuf in, int from, int to) {
    int start = Bytes.skipBlanks(in, from, to);
    int end = Bytes.trimBlanks(in, start, to);
    if (expecting || !Bytes.equal(in, start, end, "100-continue")) {
      throw new MalformedRequestException(Kind.EXPECTATION_FAILED, "not 100-continue, once");
    }
    expecting = true;
  }

  private void contentLength(ByteBuf in, int from, int to) {
    int start = Bytes.skipBlanks(in, from, to);
    int end = Bytes.trimBlanks(in, start, to);
    boolean padded = end - start > 1 && in.getByte(start) == '0';
    if (length != NO_LENGTH || chunked || start == end || padded) {
      throw bad("more than one length, or one that can be read in two ways");
    }
    long value = 0;
    for (int i = start; i < end; i++) {
      byte b = in.getByte(i);
      if (!Bytes.isDigit(b)) {
        throw bad("a length that is no number");
      }
      value = Math.min(10 * value + (b - '0'), MAX_LENGTH + 1);
    }
    if (value > MAX_LENGTH) {
      throw new MalformedRequestException(Kind.BODY_TOO_LARGE, "a length beyond any body");
    }
    length = value;
  }

  private void transferEncoding(ByteBuf in, int from, int to) {
    int start = Bytes.skipBlanks(in, from, to);
    int end = Bytes.trimBlanks(in, start, to);
    if (chunked || length != NO_LENGTH || oldVersion || !Bytes.equal(in, start, end, "chunked")) {
      throw bad("a transfer coding other than chunked, once, alone, in HTTP/1.1");
    }
    chunked = true;
  }

  private void finish() {
    if (hosts > 1 || (hosts == 0 && !oldVersion)) {
      throw bad("not exactly one Host");
    }
  }
}
