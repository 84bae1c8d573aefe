// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.KeyId;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChangeJournalTest {
  private static final KeyId KEY = key(1);
  private static final KeyId OTHER = key(2);

  private final ChangeJournal journal = new ChangeJournal();

  @Test
  void aChangeOvertakesWhatWasReadBeforeIt() {
    journal.record(8, Set.of(KEY));

    assertThat(journal.overtook(KEY, 7)).isTrue();
    assertThat(journal.overtook(KEY, 8)).isFalse();
    assertThat(journal.overtook(KEY, 9)).isFalse();
    assertThat(journal.overtook(OTHER, 7)).isFalse();
  }

  @Test
  void anOlderChangeToldLateTakesNothingBack() {
    journal.record(8, Set.of(KEY));

    journal.record(5, Set.of(KEY));

    assertThat(journal.overtook(KEY, 7)).isTrue();
    assertThat(journal.latest()).isEqualTo(8);
  }

  @Test
  void manyChangesOvertakeEverythingBeforeThem() {
    journal.recordAll(8);

    assertThat(journal.overtook(KEY, 7)).isTrue();
    assertThat(journal.overtook(OTHER, 7)).isTrue();
    assertThat(journal.overtook(OTHER, 8)).isFalse();
  }

  @Test
  void manyChangesForgetNoNewerOne() {
    journal.record(9, Set.of(KEY));

    journal.recordAll(8);

    assertThat(journal.overtook(KEY, 8)).isTrue();
    assertThat(journal.overtook(OTHER, 8)).isFalse();
  }

  @Test
  void theEpochMovesWithEveryChangeAndNotWithout() {
    long before = journal.epoch();
    assertThat(journal.epoch()).isEqualTo(before);

    journal.record(1, Set.of(KEY));
    long after = journal.epoch();
    journal.recordAll(2);

    assertThat(after).isNotEqualTo(before);
    assertThat(journal.epoch()).isNotEqualTo(after);
  }

  @Test
  void aFullMemoryDoubtsEverythingInsteadOfForgettingSomething() {
    Set<KeyId> many = new HashSet<>();
    for (int i = 10; i < 65_536; i++) {
      many.add(key(i));
    }
    journal.record(5, Set.of(KEY));
    journal.record(6, many);

    journal.record(
        7,
        Set.of(
            key(70_000),
            key(70_001),
            key(70_002),
            key(70_003),
            key(70_004),
            key(70_005),
            key(70_006),
            key(70_007),
            key(70_008),
            key(70_009)));

    assertThat(journal.overtook(KEY, 4)).isTrue();
    assertThat(journal.overtook(OTHER, 6)).isTrue();
    assertThat(journal.overtook(key(70_000), 6)).isTrue();
    assertThat(journal.overtook(OTHER, 7)).isFalse();
  }

  private static KeyId key(long number) {
    return new KeyId(new UUID(0x7000L, number));
  }
}
