// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.AsciiString;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * The head of a request in HTTP/1.1 (RFC 9112, sections 2.1 and 3), written as its fields come: no
 * map of them is made. What could end a field or the head early is refused here, wherever it came
 * from. One per client, for one head after another; one event loop.
 */
final class Http1Head implements BiConsumer<CharSequence, CharSequence> {
  private static final int USUAL_BYTES = 1_024;
  private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
  private static final AsciiString UPGRADE = AsciiString.cached("upgrade");
  private static final byte[] VERSION_AND_HOST =
      " HTTP/1.1\r\nHost: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CHUNKED =
      "transfer-encoding: chunked\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** In each octet of eight: one, the highest bit, a delete. */
  private static final long EACH = 0x0101_0101_0101_0101L;

  private static final long HIGHEST = 0x8080_8080_8080_8080L;
  private static final long DELETES = 0x7F7F_7F7F_7F7F_7F7FL;

  private byte[] bytes = new byte[USUAL_BYTES];
  private int size;
  private boolean hasLength;
  private boolean hasUpgrade;

  /**
   * Begins another head. Host goes first (RFC 9110, section 7.2).
   *
   * @throws IllegalArgumentException for a target with a space or a control in it
   */
  Http1Head begin(String method, String target, byte[] authority) {
    size = 0;
    hasLength = false;
    hasUpgrade = false;
    room(method.length() + target.length() + VERSION_AND_HOST.length + authority.length + 3);
    put(method, '!');
    bytes[size++] = ' ';
    put(target, '!');
    put(VERSION_AND_HOST);
    put(authority);
    end();
    return this;
  }

  /**
   * Adds a field.
   *
   * @throws IllegalArgumentException for a name or a value that is none
   */
  @Override
  public void accept(CharSequence name, CharSequence value) {
    room(name.length() + value.length() + 4);
    put(name, '!');
    bytes[size++] = ':';
    bytes[size++] = ' ';
    put(value, ' ');
    end();
    int length = name.length();
    hasLength |= length == CONTENT_LENGTH.length() && CONTENT_LENGTH.contentEqualsIgnoreCase(name);
    hasUpgrade |= length == UPGRADE.length() && UPGRADE.contentEqualsIgnoreCase(name);
  }

  /** Whether a field says how long the body is. */
  boolean hasLength() {
    return hasLength;
  }

  /** Whether a field asks for another protocol. */
  boolean hasUpgrade() {
    return hasUpgrade;
  }

  /** Says that the body comes in chunks. */
  void chunked() {
    room(CHUNKED.length);
    put(CHUNKED);
  }

  /** All of it, with the empty line. */
  ByteBuf whole(ByteBufAllocator allocator) {
    room(2);
    end();
    return allocator.buffer(size).writeBytes(bytes, 0, size);
  }

  /**
   * @param least the least character that may stand there, beside a tab where spaces may
   */
  private void put(CharSequence text, char least) {
    int from = size;
    int length = text.length();
    if (text instanceof AsciiString ascii) {
      System.arraycopy(ascii.array(), ascii.arrayOffset(), bytes, from, length);
    } else {
      for (int i = 0; i < length; i++) {
        char c = text.charAt(i);
        bytes[from + i] = (byte) (c <= 0xFF ? c : '?');
      }
    }
    size = from + length;
    check(from, least);
  }

  /** Looks at eight octets at once; only where one of them may be wrong, at each of them. */
  private void check(int from, char least) {
    int i = from;
    for (; i + Long.BYTES <= size; i += Long.BYTES) {
      if (isSuspect((long) WORDS.get(bytes, i), least)) {
        check(i, i + Long.BYTES, least);
      }
    }
    check(i, size, least);
  }

  /**
   * Whether one of eight octets is below the least, or 0x7F: what is subtracted from it borrows
   * from its highest bit (Warren, Hacker's Delight, section 6-1).
   */
  private static boolean isSuspect(long octets, char least) {
    long delete = octets ^ DELETES;
    long borrowed = ((octets - least * EACH) & ~octets) | ((delete - EACH) & ~delete);
    return (borrowed & HIGHEST) != 0;
  }

  private void check(int from, int to, char least) {
    for (int i = from; i < to; i++) {
      int octet = bytes[i] & 0xFF;
      if ((octet < least && (octet != '\t' || least != ' ')) || octet == 0x7F) {
        throw new IllegalArgumentException("a control in the head of a request");
      }
    }
  }

  private void put(byte[] ready) {
    System.arraycopy(ready, 0, bytes, size, ready.length);
    size += ready.length;
  }

  private void end() {
    bytes[size++] = '\r';
    bytes[size++] = '\n';
  }

  private void room(int more) {
    if (size + more + 2 > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length + more);
    }
  }
}
