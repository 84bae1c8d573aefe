// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.spi.transport.Transport;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** No listener without somebody at its door. */
class WatchedTransportTest {
  @Test
  void everyVertxHasOne() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      assertThat(WatchedTransport.of(vertx)).isNotNull();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void whereThereIsNoneNobodyCanListen() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      Vertx other =
          new VertxWrapper((VertxInternal) vertx) {
            @Override
            public Transport transport() {
              return io.vertx.core.transport.Transport.NIO.implementation();
            }
          };
      assertThatIllegalStateException().isThrownBy(() -> WatchedTransport.of(other));
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void nothingOfTheTransportBehindItIsLost() {
    assertThat(Arrays.stream(Transport.class.getMethods()).filter(WatchedTransportTest::isOfOne))
        .allSatisfy(
            method ->
                assertThat(
                        WatchedTransport.class
                            .getMethod(method.getName(), method.getParameterTypes())
                            .getDeclaringClass())
                    .as(method.toString())
                    .isEqualTo(WatchedTransport.class));
  }

  private static boolean isOfOne(Method method) {
    return !Modifier.isStatic(method.getModifiers());
  }
}
