// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules for a request head in HTTP/2 that the codec leaves to others (RFC 9113, section 8.3),
 * and the form that the rest of the program expects: one authority, which {@code host} repeats, and
 * one cookie field.
 */
final class Http2RequestHead {
  private static final AsciiString OPTIONS = AsciiString.cached("OPTIONS");
  private static final AsciiString HTTPS = AsciiString.cached("https");

  /** Method, scheme, authority and path. */
  private static final int PSEUDO_FIELDS = 4;

  private final Bounds bounds;

  Http2RequestHead(Bounds bounds) {
    this.bounds = bounds;
  }

  /**
   * Checks the head of a request; trailers, which have no method, pass.
   *
   * @param end whether nothing follows: said as a length of zero, for later it cannot be told any
   *     more
   * @throws Http2Exception ends the stream
   */
  void check(int streamId, Http2Headers headers, boolean end) throws Http2Exception {
    CharSequence method = headers.method();
    if (method == null) {
      return;
    }
    CharSequence path = headers.path();
    CharSequence scheme = headers.scheme();
    boolean tooMuch = headers.size() > bounds.fields() + PSEUDO_FIELDS;
    boolean tooLong = path != null && path.length() > bounds.targetBytes();
    boolean foreign = scheme == null || !AsciiString.contentEqualsIgnoreCase(scheme, HTTPS);
    boolean astray = foreign || !isMethod(method) || !isTarget(path, method);
    if (tooMuch || tooLong || astray || !hasOneAuthority(headers)) {
      throw Http2Exception.streamError(
          streamId, Http2Error.PROTOCOL_ERROR, "a head with too much, or with two readings");
    }
    joinCookies(headers);
    if (end && !headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
    }
  }

  /** A token (RFC 9110, section 9.1); what HTTP/1 would not carry, nobody behind this expects. */
  private static boolean isMethod(CharSequence method) {
    for (int i = 0; i < method.length(); i++) {
      if (method.charAt(i) > '~' || !Bytes.isToken((byte) method.charAt(i))) {
        return false;
      }
    }
    return method.length() > 0;
  }

  /** No CONNECT, which has none, nor anything that HTTP/1 would take for a whole URL. */
  private static boolean isTarget(@Nullable CharSequence path, CharSequence method) {
    if (path == null || path.length() == 0) {
      return false;
    }
    boolean ofServer = path.length() == 1 && path.charAt(0) == '*' && OPTIONS.contentEquals(method);
    return path.charAt(0) == '/' || ofServer;
  }

  private static boolean hasOneAuthority(Http2Headers headers) {
    CharSequence authority = headers.authority();
    List<CharSequence> hosts = headers.getAll(HttpHeaderNames.HOST);
    CharSequence host = hosts.isEmpty() ? null : hosts.get(0);
    CharSequence one = authority == null ? host : authority;
    boolean same = host == null || AsciiString.contentEqualsIgnoreCase(one, host);
    if (one == null || hosts.size() > 1 || !same || !isHost(one)) {
      return false;
    }
    headers.authority(one);
    headers.set(HttpHeaderNames.HOST, one);
    return true;
  }

  private static boolean isHost(CharSequence authority) {
    AsciiString ascii = AsciiString.of(authority);
    try {
      HostRules.check(
          Unpooled.wrappedBuffer(ascii.array(), ascii.arrayOffset(), ascii.length()),
          0,
          ascii.length());
      return true;
    } catch (MalformedRequestException notOne) {
      return false;
    }
  }

  /** In pieces for the sake of compression; whole for everybody else (RFC 9113, section 8.2.3). */
  private static void joinCookies(Http2Headers headers) {
    @Nullable CharSequence first = headers.get(HttpHeaderNames.COOKIE);
    if (first == null) {
      return;
    }
    List<CharSequence> crumbs = headers.getAll(HttpHeaderNames.COOKIE);
    if (crumbs.size() > 1) {
      headers.set(HttpHeaderNames.COOKIE, String.join("; ", crumbs));
    }
  }
}
