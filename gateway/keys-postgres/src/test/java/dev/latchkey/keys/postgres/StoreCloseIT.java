// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyHasher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A store that is closed while somebody still works on it. */
@ExtendWith(PostgresExtension.class)
class StoreCloseIT {
  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase database;
  private final PgStore store;

  StoreCloseIT(TestDatabase database) {
    KeyHasher hasher = new KeyHasher(StoreUnderTest.pepper(), List.of());
    this.database = database;
    this.store =
        Answers.of(OpenStores.open(vertx, database.settings(), hasher, InstantSource.system()));
  }

  @Test
  void whatWasBegunIsFinishedAndNothingNewIsBegun() throws SQLException {
    Future<Void> begun;
    Future<Void> closed;
    try (Connection pause = database.connect();
        Statement sql = pause.createStatement()) {
      pause.setAutoCommit(false);
      sql.execute("LOCK TABLE latchkey.setting IN ACCESS EXCLUSIVE MODE");
      begun = store.check();
      closed = store.close();

      assertThat(Answers.faultOf(store.check())).isInstanceOf(StoreException.class);
      assertThat(begun.isComplete()).isFalse();
    }

    Answers.of(begun);
    Answers.of(closed);
    Answers.of(vertx.close());
  }
}
