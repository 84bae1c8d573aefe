// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import dev.latchkey.listener.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Makes heads and trailers of bytes (RFC 9112, sections 4 and 5). Takes what the grammar allows and
 * nothing else, but for blanks between a name and its colon, which a proxy has to remove. One per
 * client, for one head after another; one event loop.
 */
final class HeadReader {
  private static final int USUAL_BYTES = 1_024;
  private static final int MOST_FIELDS = 256;
  private static final byte[] VERSION = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);
  private static final int STATUS_LINE = VERSION.length + 5;

  private final TextPool texts = new TextPool();
  private byte[] bytes = new byte[USUAL_BYTES];
  private int at;
  private int end;

  /**
   * Takes a head.
   *
   * @param length of it, with the empty line that ends it
   * @throws ProtocolException for one that is not of HTTP/1
   */
  AnswerHead head(ByteBuf in, int length) throws ProtocolException {
    take(in, length);
    int minor = minor();
    int status = status();
    return new AnswerHead(minor, status, phrase(status), fields());
  }

  /**
   * Takes the fields behind a body.
   *
   * @param length of them, with the empty line that ends them
   * @throws ProtocolException for what is no field
   */
  FieldList trailers(ByteBuf in, int length) throws ProtocolException {
    if (length == 2) {
      in.skipBytes(length);
      return FieldList.NONE;
    }
    take(in, length);
    return fields();
  }

  private void take(ByteBuf in, int length) {
    if (length > bytes.length) {
      bytes = new byte[Math.max(length, 2 * bytes.length)];
    }
    in.readBytes(bytes, 0, length);
    at = 0;
    end = length;
  }

  private int minor() throws ProtocolException {
    boolean known =
        end > STATUS_LINE && Arrays.equals(bytes, 0, VERSION.length, VERSION, 0, VERSION.length);
    int minor = known ? bytes[VERSION.length] - '0' : -1;
    if (minor != 0 && minor != 1) {
      throw new ProtocolException("not an answer in HTTP/1");
    }
    at = VERSION.length + 1;
    return minor;
  }

  private int status() throws ProtocolException {
    int status = 0;
    boolean digits = bytes[at++] == ' ';
    for (int i = 0; i < 3; i++, at++) {
      digits &= Bytes.isDigit(bytes[at]);
      status = 10 * status + bytes[at] - '0';
    }
    if (!digits || status < 100 || (bytes[at] != ' ' && bytes[at] != '\r')) {
      throw new ProtocolException("an answer without a status");
    }
    return status;
  }

  private String phrase(int status) throws ProtocolException {
    int from = bytes[at] == ' ' ? at + 1 : at;
    int to = endOfText(from);
    String usual = HttpResponseStatus.valueOf(status).reasonPhrase();
    return isText(usual, from, to) ? usual : texts.text(bytes, from, to).toString();
  }

  private boolean isText(String text, int from, int to) {
    boolean same = to - from == text.length();
    for (int i = 0; same && i < text.length(); i++) {
      same = bytes[from + i] == text.charAt(i);
    }
    return same;
  }

  private FieldList fields() throws ProtocolException {
    FieldList fields = new FieldList();
    while (bytes[at] != '\r' || at + 2 != end) {
      if (fields.size() == MOST_FIELDS) {
        throw new ProtocolException("too many fields");
      }
      AsciiString name = name();
      fields.add(name, value());
    }
    return fields;
  }

  private AsciiString name() throws ProtocolException {
    int from = at;
    while (Bytes.isToken(bytes[at])) {
      at++;
    }
    int to = at;
    skipBlanks();
    if (from == to || bytes[at] != ':') {
      throw new ProtocolException("a line that is no field");
    }
    at++;
    return texts.text(bytes, from, to);
  }

  private AsciiString value() throws ProtocolException {
    skipBlanks();
    int from = at;
    int to = endOfText(from);
    while (to > from && Bytes.isBlank(bytes[to - 1])) {
      to--;
    }
    return texts.text(bytes, from, to);
  }

  /** Goes behind the line, and tells where its break begins. */
  private int endOfText(int from) throws ProtocolException {
    int to = from;
    while (Bytes.isFieldByte(bytes[to])) {
      to++;
    }
    if (bytes[to] != '\r' || bytes[to + 1] != '\n') {
      throw new ProtocolException("a control in the head of an answer");
    }
    at = to + 2;
    return to;
  }

  private void skipBlanks() {
    while (Bytes.isBlank(bytes[at])) {
      at++;
    }
  }
}
