// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpVersion;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Http1CodecTest {
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new Http1Codec(ClientSettings.answers(), "backend.test:81"));

  @Test
  void the_authority_comes_first_where_the_fields_do_not_name_one() {
    DefaultFullHttpRequest head = get("/a");
    head.headers().set("X-Key", "one");

    assertThat(written(head))
        .isEqualTo("GET /a HTTP/1.1\r\nHost: backend.test:81\r\nX-Key: one\r\n\r\n");
  }

  @Test
  void a_name_among_the_fields_takes_its_place() {
    DefaultFullHttpRequest head = get("/a");
    head.headers().set("host", "another.test");

    assertThat(written(head)).isEqualTo("GET /a HTTP/1.1\r\nhost: another.test\r\n\r\n");
  }

  @Test
  void half_a_status_line_is_no_answer() {
    written(get("/a"));

    receive("HTTP/1.1 2");
    channel.finish();

    HttpObject decoded = channel.readInbound();
    assertThat(decoded).isNull();
  }

  @Test
  void bytes_that_nobody_asked_for_end_the_connection() {
    assertThatThrownBy(() -> receive("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
        .isInstanceOf(ProtocolException.class);
    assertThat(channel.isActive()).isFalse();
    assertThat(channel.<Object>readInbound()).isNull();
  }

  private static DefaultFullHttpRequest get(String target) {
    return new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target);
  }

  private void receive(String bytes) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII));
  }

  private String written(DefaultFullHttpRequest head) {
    channel.writeOutbound(head);
    StringBuilder text = new StringBuilder();
    for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
      text.append(piece.toString(StandardCharsets.US_ASCII));
      piece.release();
    }
    return text.toString();
  }
}
