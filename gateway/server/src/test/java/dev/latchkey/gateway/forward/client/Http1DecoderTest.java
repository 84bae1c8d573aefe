// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Http1DecoderTest {
  private static final String EMPTY = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  private final Http1Decoder decoder = new Http1Decoder(ClientSettings.answers());
  private final EmbeddedChannel channel = new EmbeddedChannel(decoder);

  @Test
  void half_a_status_line_is_no_answer() {
    decoder.asked(false);

    receive("HTTP/1.1 2");
    channel.finish();

    HttpObject decoded = channel.readInbound();
    assertThat(decoded).isNull();
  }

  @Test
  void bytes_that_nobody_asked_for_end_the_connection() {
    assertThatThrownBy(() -> receive(EMPTY)).isInstanceOf(ProtocolException.class);
    assertThat(channel.isActive()).isFalse();
    assertThat(channel.<Object>readInbound()).isNull();
  }

  @Test
  void a_second_answer_to_one_request_is_not_asked_for() {
    decoder.asked(false);
    receive(EMPTY);

    assertThatThrownBy(() -> receive(EMPTY)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void an_answer_to_head_has_no_body_whatever_it_says() {
    decoder.asked(true);
    receive("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");

    assertThat(channel.<Object>readInbound()).isNotNull();
    assertThat(channel.<Object>readInbound()).isInstanceOf(LastHttpContent.class);
  }

  private void receive(String bytes) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII));
  }
}
