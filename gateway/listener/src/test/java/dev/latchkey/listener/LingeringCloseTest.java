// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LingeringCloseTest {
  private static final long LONG_MILLIS = 600_000;
  private static final String ANSWER = "no";

  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final CompletableFuture<Channel> accepted = new CompletableFuture<>();

  /** Answers the first bytes, and asks twice for the end, as Vert.x does. */
  private final class Refusing extends ChannelInboundHandlerAdapter {
    private final LingeringClose farewell;
    private boolean answered;

    Refusing(long patienceMillis) {
      this.farewell = new LingeringClose(patienceMillis);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      ReferenceCountUtil.release(bytes);
      if (!answered) {
        answered = true;
        var unused = context.write(Unpooled.copiedBuffer(ANSWER, StandardCharsets.US_ASCII));
        farewell.close(context, context.newPromise());
        farewell.close(context, context.newPromise());
        accepted.complete(context.channel());
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == ChannelInputShutdownEvent.INSTANCE) {
        farewell.close(context, context.newPromise());
      }
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
  }

  @Test
  void whoGoesOnSendingIsNotResetAndEndsTheConnection() throws Exception {
    try (Socket client = connect(LONG_MILLIS)) {
      assertThat(answer(client)).isEqualTo(ANSWER);

      assertThatCode(
              () -> {
                for (int i = 0; i < 100; i++) {
                  client.getOutputStream().write(new byte[1_000]);
                }
              })
          .doesNotThrowAnyException();
      client.shutdownOutput();

      assertThat(closes(accepted.join())).isTrue();
    }
  }

  @Test
  void whoNeverEndsIsClosedWhenTimeIsUp() throws Exception {
    try (Socket client = connect(1)) {
      assertThat(answer(client)).isEqualTo(ANSWER);

      assertThat(closes(accepted.join())).isTrue();
    }
  }

  private Socket connect(long patienceMillis) throws Exception {
    Channel server =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(new Refusing(patienceMillis))
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
    Socket client =
        new Socket(
            InetAddress.getLoopbackAddress(),
            ((InetSocketAddress) server.localAddress()).getPort());
    client.getOutputStream().write('x');
    return client;
  }

  private static String answer(Socket client) throws IOException {
    return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  private static boolean closes(Channel channel) throws InterruptedException {
    return channel.closeFuture().await(30, TimeUnit.SECONDS);
  }
}
