// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.paging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.Tenant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {
  private static final Tenant TENANT = new Tenant("acme");

  private final Cursors cursors = new Cursors(new byte[32]);

  @Test
  void aCursorOpensWhereItWasSealed() {
    String cursor = cursors.seal(TENANT, "keys?sort=name", Arrays.asList(null, "id"));

    assertThat(cursors.open(TENANT, "keys?sort=name", cursor)).contains(Arrays.asList(null, "id"));
  }

  @Test
  void aCursorOpensNowhereElse() {
    String cursor = cursors.seal(TENANT, "keys?", Arrays.asList("a", "id"));
    byte[] otherKey = new byte[32];
    otherKey[0] = 1;

    assertThat(cursors.open(new Tenant("globex"), "keys?", cursor)).isEmpty();
    assertThat(cursors.open(TENANT, "keys?tag=x", cursor)).isEmpty();
    assertThat(new Cursors(otherKey).open(TENANT, "keys?", cursor)).isEmpty();
  }

  @Test
  void aChangedCursorOpensNowhere() {
    String cursor = cursors.seal(TENANT, "keys?", Arrays.asList("a", "id"));
    char last = cursor.charAt(30);

    String changed = cursor.substring(0, 30) + (last == 'A' ? 'B' : 'A') + cursor.substring(31);

    assertThat(cursors.open(TENANT, "keys?", changed)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "garbage", "AAAA", "!!!!", "(select 1)"})
  void garbageIsNoCursor(String garbage) {
    assertThat(cursors.open(TENANT, "keys?", garbage)).isEmpty();
  }
}
