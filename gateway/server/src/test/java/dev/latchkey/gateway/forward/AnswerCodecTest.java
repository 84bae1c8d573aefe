// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.forward.upstream.ClientSettings;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AnswerCodecTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final AnswerCodec.Encoder encoder;

  AnswerCodecTest() {
    channel.pipeline().addLast("codec", new HttpClientCodec());
    encoder =
        Objects.requireNonNull(
            AnswerCodec.install(channel.pipeline(), ClientSettings.answers()), "the encoder");
  }

  @Test
  void a_head_says_the_fields_of_its_message_and_those_that_were_given_for_it() {
    encoder.fields(fields("one"));

    assertThat(written("/a")).isEqualTo("GET /a HTTP/1.1\r\nhost: h\r\nX-Key: one\r\n\r\n");
  }

  @Test
  void fields_are_said_once() {
    encoder.fields(fields("one"));
    written("/a");

    assertThat(written("/b")).isEqualTo("GET /b HTTP/1.1\r\nhost: h\r\n\r\n");
  }

  @Test
  void fields_of_a_call_that_gave_up_are_not_said_for_the_next() {
    encoder.fields(fields("one"));
    encoder.fields(null);

    assertThat(written("/b")).isEqualTo("GET /b HTTP/1.1\r\nhost: h\r\n\r\n");
  }

  private static HttpHeaders fields(String key) {
    return new DefaultHttpHeaders().add("X-Key", key);
  }

  private String written(String target) {
    DefaultFullHttpRequest head =
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target);
    head.headers().set("host", "h");
    channel.writeOutbound(head);
    StringBuilder text = new StringBuilder();
    for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
      text.append(piece.toString(StandardCharsets.US_ASCII));
      piece.release();
    }
    return text.toString();
  }
}
