// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyHasher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A store that is closed while somebody still works on it. */
@ExtendWith(PostgresExtension.class)
class StoreCloseIT {
  private final Vertx vertx = Vertx.vertx();
  private final PgStore store;

  StoreCloseIT(TestDatabase database) {
    KeyHasher hasher = new KeyHasher(StoreUnderTest.pepper(), List.of());
    this.store =
        Answers.of(OpenStores.open(vertx, database.settings(), hasher, InstantSource.system()));
  }

  @Test
  void whatWasBegunIsFinishedAndNothingNewIsBegun() {
    List<Future<Void>> begun = Stream.generate(store::check).limit(4).toList();

    Future<Void> closed = store.close();

    assertThat(Answers.faultOf(store.check())).isInstanceOf(StoreException.class);
    Answers.of(closed);
    Answers.of(Future.all(begun));
    Answers.of(vertx.close());
  }
}
