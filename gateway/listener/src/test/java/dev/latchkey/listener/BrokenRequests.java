// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import java.util.List;
import org.junit.jupiter.params.provider.Arguments;

/** Bytes that can be read in more than one way, or in none. */
final class BrokenRequests {
  private static final String HOST = "Host: api.test\r\n";
  private static final String OPEN = "POST / HTTP/1.1\r\n" + HOST;

  private BrokenRequests() {}

  static List<Arguments> heads() {
    String get = "GET / HTTP/1.1\r\n";
    return List.of(
        Arguments.of("no Host", get + "\r\n", 400),
        Arguments.of("two Hosts", get + HOST + "Host: b.test\r\n\r\n", 400),
        Arguments.of("two equal Hosts", get + HOST + HOST + "\r\n", 400),
        Arguments.of("a list as Host", get + "Host: a.test, b.test\r\n\r\n", 400),
        Arguments.of("an empty Host", get + "Host:\r\n\r\n", 400),
        Arguments.of("a user in Host", get + "Host: user@a.test\r\n\r\n", 400),
        Arguments.of("a path in Host", get + "Host: a.test/x\r\n\r\n", 400),
        Arguments.of("two dots in Host", get + "Host: a..test\r\n\r\n", 400),
        Arguments.of("a port beyond any", get + "Host: a.test:99999\r\n\r\n", 400),
        Arguments.of("percent signs in Host", get + "Host: ZAP%n%s%n%s\r\n\r\n", 400),
        Arguments.of("two spaces in the request line", "GET  / HTTP/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("tabs in the request line", "GET\t/\tHTTP/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("a vertical tab", "GET\u000b/ HTTP/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("HTTP/1.2", "GET / HTTP/1.2\r\n" + HOST + "\r\n", 505),
        Arguments.of("HTTP/9.9", "GET / HTTP/9.9\r\n" + HOST + "\r\n", 505),
        Arguments.of("a preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        Arguments.of("a version in lower case", "GET / http/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("HTTP/01.1", "GET / HTTP/01.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("HTTPS/1.1", "GET / HTTPS/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("no version at all", "GET /\r\n" + HOST + "\r\n", 400),
        Arguments.of("two empty lines before", "\r\n\r\n" + get + HOST + "\r\n", 400),
        Arguments.of("a line feed before", "\n" + get + HOST + "\r\n", 400),
        Arguments.of("a space before", " " + get + HOST + "\r\n", 400),
        Arguments.of("bare line feeds", "GET / HTTP/1.1\nHost: a.test\n\n", 400),
        Arguments.of("a bare line feed in a field", get + HOST + "X: a\nY: b\r\n\r\n", 400),
        Arguments.of("a NUL in a value", get + HOST + "X: a\0b\r\n\r\n", 400),
        Arguments.of("a field without a name", get + HOST + ": a\r\n\r\n", 400),
        Arguments.of("a space in a name", get + HOST + "X Y: a\r\n\r\n", 400),
        Arguments.of("a space before the colon", get + HOST + "X : a\r\n\r\n", 400),
        Arguments.of("a folded field", get + HOST + "X: a\r\n b\r\n\r\n", 400),
        Arguments.of("a folded first field", get + " X: a\r\n" + HOST + "\r\n", 400),
        Arguments.of("101 fields", get + HOST + "X: y\r\n".repeat(100) + "\r\n", 431),
        Arguments.of("a field of 9,000 bytes", get + HOST + "X: " + "y".repeat(9_000), 431),
        Arguments.of("9,000 bytes of fields", get + HOST + field(60).repeat(99) + "\r\n", 431),
        Arguments.of("a long target", "GET /" + "a".repeat(5_000) + " HTTP/1.1\r\n", 414),
        Arguments.of("raw bytes in the target", "GET /\u00e4 HTTP/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("a target without a slash", "GET admin HTTP/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("a star that is no OPTIONS", "GET * HTTP/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("half a scheme", "GET http:/a HTTP/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("a space after the version", "GET / HTTP/1.1 \r\n" + HOST + "\r\n", 400),
        Arguments.of("a proxy's preface", "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n" + get + "\r\n", 400),
        Arguments.of("a broken IPv6 address", get + "Host: [1:::2]\r\n\r\n", 400),
        Arguments.of("a zone in an address", get + "Host: [fe80::1%25eth0]\r\n\r\n", 400),
        Arguments.of("another expectation", get + HOST + "Expect: y\r\n\r\n", 417),
        Arguments.of("a list of expectations", get + HOST + "Expect: 100-continue, x\r\n\r\n", 417),
        Arguments.of("a hixie handshake", get + HOST + "Sec-WebSocket-Key1: 1\r\n\r\n", 400));
  }

  static List<Arguments> framing() {
    String te = "Transfer-Encoding: chunked\r\n";
    String cl = "Content-Length: 2\r\n";
    return List.of(
        Arguments.of("length and chunked", OPEN + cl + te + "\r\nhi", 400),
        Arguments.of("chunked and length", OPEN + te + cl + "\r\nhi", 400),
        Arguments.of("chunked in 1.0", "POST / HTTP/1.0\r\n" + HOST + te + "\r\n0\r\n\r\n", 400),
        Arguments.of("two lengths", OPEN + cl + "Content-Length: 3\r\n\r\nhi", 400),
        Arguments.of("two equal lengths", OPEN + cl + cl + "\r\nhi", 400),
        Arguments.of("a zero and a length", OPEN + "Content-Length: 0\r\n" + cl + "\r\nhi", 400),
        Arguments.of("a padded length", OPEN + "Content-Length: 002\r\n\r\nhi", 400),
        Arguments.of("a signed length", OPEN + "Content-Length: +2\r\n\r\nhi", 400),
        Arguments.of("a list of lengths", OPEN + "Content-Length: 2, 2\r\n\r\nhi", 400),
        Arguments.of("an empty length", OPEN + "Content-Length:\r\n\r\nhi", 400),
        Arguments.of(
            "a length beyond any", OPEN + "Content-Length: 9223372036854775807\r\n\r\nhi", 413),
        Arguments.of("a folded length", OPEN + "Content-Length:\r\n 2\r\n\r\nhi", 400),
        Arguments.of("xchunked", OPEN + "Transfer-Encoding: xchunked\r\n\r\n", 400),
        Arguments.of("identity", OPEN + "Transfer-Encoding: identity\r\n\r\n", 400),
        Arguments.of(
            "chunked, identity", OPEN + "Transfer-Encoding: chunked, identity\r\n\r\n", 400),
        Arguments.of("gzip, chunked", OPEN + "Transfer-Encoding: gzip, chunked\r\n\r\n", 400),
        Arguments.of("a leading comma", OPEN + "Transfer-Encoding: ,chunked\r\n\r\n", 400),
        Arguments.of("a trailing comma", OPEN + "Transfer-Encoding: chunked,\r\n\r\n", 400),
        Arguments.of("a quoted coding", OPEN + "Transfer-Encoding: \"chunked\"\r\n\r\n", 400),
        Arguments.of(
            "a coding with a parameter", OPEN + "Transfer-Encoding: chunked;a=b\r\n\r\n", 400),
        Arguments.of("an empty coding", OPEN + "Transfer-Encoding:\r\n\r\n", 400),
        Arguments.of("a folded coding", OPEN + "Transfer-Encoding:\r\n chunked\r\n\r\n", 400),
        Arguments.of("two codings", OPEN + te + te + "\r\n0\r\n\r\n", 400));
  }

  static List<Arguments> chunks() {
    return List.of(
        Arguments.of("a size beyond any", "100000000000000004\r\ntest"),
        Arguments.of("a size of 33 bits", "100000004\r\ntest\r\n0\r\n\r\n"),
        Arguments.of("a quoted line break", "1;a=\"\r\nZ\r\n0\r\n\r\n"),
        Arguments.of("an unnamed second extension", "1;a=b;\r\nZ\r\n0\r\n\r\n"),
        Arguments.of("a NUL in an extension", "1;a=\"\0\"\r\nZ\r\n0\r\n\r\n"),
        Arguments.of("a space in a trailer's name", "0\r\nX Y: z\r\n\r\n"),
        Arguments.of("a carriage return in a trailer", "0\r\nX: y\rz\r\n\r\n"),
        Arguments.of("a hexadecimal prefix", "0x2\r\nhi\r\n0\r\n\r\n"),
        Arguments.of("a sign", "-1\r\nhi\r\n0\r\n\r\n"),
        Arguments.of("a space before the size", " 2\r\nhi\r\n0\r\n\r\n"),
        Arguments.of("a space after the size", "2 \r\nhi\r\n0\r\n\r\n"),
        Arguments.of("a bare semicolon", "1;\r\nZ\r\n0\r\n\r\n"),
        Arguments.of("a line feed in an extension", "1;\nZ\r\n0\r\n\r\n"),
        Arguments.of("a carriage return in a size", "1\r\r;a\r\nZ\r\n0\r\n\r\n"),
        Arguments.of("data longer than the chunk", "1\r\nZZ\r\n0\r\n\r\n"),
        Arguments.of("no line break after data", "1\r\nZ0\r\n\r\n"),
        Arguments.of("another end of data", "1\r\nZXX0\r\n\r\n"),
        Arguments.of("16 KiB of extension", "1;a=" + "b".repeat(16_384) + "\r\nZ\r\n0\r\n\r\n"),
        Arguments.of("many extensions", ("1;a=" + "b".repeat(90) + "\r\nZ\r\n").repeat(100)),
        Arguments.of("a folded trailer", "0\r\n X: y\r\n\r\n"));
  }

  private static String field(int length) {
    return "X: " + "y".repeat(length) + "x".repeat(30) + "\r\n";
  }
}
