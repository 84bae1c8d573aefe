// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.Answers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class BoundedPoolIT {
  private static final long LIMIT_MILLIS = 20_000;

  @Test
  void aPoolThatIsOpeningAConnectionLetsItOpenBeforeItCloses(TestDatabase database) {
    Vertx vertx = Vertx.vertx();
    AtomicBoolean opened = new AtomicBoolean();
    BoundedPool pool =
        new BoundedPool(
            vertx,
            () -> Connections.pool(vertx, database.settings(), "closing", 1, 1, 1_000),
            LIMIT_MILLIS);

    Future<?> work =
        pool.use(
            connection -> {
              opened.set(true);
              return Future.succeededFuture();
            });
    Answers.of(pool.close());

    assertThat(Answers.of(work.transform(Future::succeededFuture)).succeeded()).isTrue();
    assertThat(opened).isTrue();
    Answers.of(vertx.close());
  }

  @Test
  void aClosedPoolLendsNothing(TestDatabase database) {
    Vertx vertx = Vertx.vertx();
    BoundedPool pool =
        new BoundedPool(
            vertx,
            () -> Connections.pool(vertx, database.settings(), "closed", 1, 1, 1_000),
            LIMIT_MILLIS);
    Answers.of(pool.close());

    Future<?> work = pool.use(connection -> Future.succeededFuture());

    assertThat(Answers.of(work.transform(Future::succeededFuture)).failed()).isTrue();
    Answers.of(vertx.close());
  }
}
