// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static dev.latchkey.keys.KeyFixture.by;

import dev.latchkey.keys.Answers;
import dev.latchkey.keys.IfVersion;
import dev.latchkey.keys.KeyAction;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.KeyHasher;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.NewKey;
import dev.latchkey.keys.Pepper;
import dev.latchkey.keys.TestClock;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An open store with its own Vert.x, on whose one event loop a blockade is reported early. */
final class StoreUnderTest implements AutoCloseable {
  private final TestClock clock = new TestClock();
  private final Vertx vertx =
      Vertx.vertx(
          new VertxOptions()
              .setEventLoopPoolSize(1)
              .setMaxEventLoopExecuteTime(500)
              .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS));
  private final PgStore store;

  StoreUnderTest(PgSettings settings) {
    this.store =
        Answers.of(OpenStores.open(vertx, settings, new KeyHasher(pepper(), List.of()), clock));
  }

  static Pepper pepper() {
    return new Pepper("a pepper for tests, of more than enough length");
  }

  PgStore store() {
    return store;
  }

  Vertx vertx() {
    return vertx;
  }

  TestClock clock() {
    return clock;
  }

  void create(NewKey key) {
    Answers.of(store.ledger().create(by(key.key().tenant()), key));
  }

  void change(KeyId id, KeyAction action) {
    Answers.of(store.ledger().change(by(KeyFixture.TENANT), id, IfVersion.ANY, action));
  }

  @Override
  public void close() {
    Answers.of(store.close());
    Answers.of(vertx.close());
  }
}
