// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What was made of bytes, as text: pieces that follow each other are one. */
final class Recorded implements AnswerSink {
  private final AnswerParser parser = new AnswerParser(new HeadReader(), this);
  private final ByteBuf waiting = Unpooled.buffer();
  private final List<String> events = new ArrayList<>();
  private final StringBuilder body = new StringBuilder();
  private boolean broken;

  /** An answer is due. */
  Recorded asked(boolean head) {
    parser.expect(head);
    return this;
  }

  /** Some bytes come. */
  Recorded bytes(String latin1) {
    return bytes(latin1.getBytes(StandardCharsets.ISO_8859_1), 0, latin1.length());
  }

  Recorded bytes(byte[] bytes, int from, int to) {
    waiting.writeBytes(bytes, from, to - from);
    try {
      parser.read(waiting);
    } catch (ProtocolException senseless) {
      flush();
      broken = true;
      events.add("broken: " + senseless.getMessage());
      waiting.clear();
    }
    return this;
  }

  /** The connection is closed. */
  Recorded closed() {
    parser.closed();
    return this;
  }

  /** Whether what came made no sense. */
  boolean isBroken() {
    return broken;
  }

  /** All that was told. */
  List<String> events() {
    flush();
    return List.copyOf(events);
  }

  @Override
  public void answered(AnswerHead head) {
    StringBuilder text = new StringBuilder();
    text.append(head.status()).append(' ').append(head.phrase());
    head.fields().each((name, value) -> text.append('|').append(name).append('=').append(value));
    events.add(text.append(head.isPersistent() ? "" : " and closes").toString());
  }

  @Override
  public void switched(AnswerHead head) {
    events.add("switched");
  }

  @Override
  public void piece(ByteBuf piece) {
    body.append(piece.toString(StandardCharsets.ISO_8859_1));
    piece.release();
  }

  @Override
  public void ended(Fields trailers) {
    flush();
    StringBuilder text = new StringBuilder("end");
    trailers.each((name, value) -> text.append('|').append(name).append('=').append(value));
    events.add(text.toString());
  }

  private void flush() {
    if (!body.isEmpty()) {
      events.add("body " + body);
      body.setLength(0);
    }
  }
}
