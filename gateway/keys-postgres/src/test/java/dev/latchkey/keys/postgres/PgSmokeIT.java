// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PgSmokeIT {
  @Test
  void aFreshDatabaseIsCurrent(TestDatabase database) {
    KeySchema schema = new KeySchema(database.settings());

    KeySchema.Check check = schema.check();

    assertThat(check.state()).isEqualTo(KeySchema.State.CURRENT);
    assertThat(database.query("SELECT latchkey.fold('Đường Lê Lợi')"))
        .containsExactly("duong le loi");
  }
}
