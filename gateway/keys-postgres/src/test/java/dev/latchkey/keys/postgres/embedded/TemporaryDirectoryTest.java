// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryDirectoryTest {
  @TempDir private Path memory;

  @Test
  void itIsInMemoryWhereThereIsRoomAndClosedToOthers() throws IOException {
    Path directory = TemporaryDirectory.create(memory, 1);

    assertThat(directory).hasParent(memory);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
  }

  @Test
  void itIsElsewhereWhereThereIsTooLittle() throws IOException {
    Path directory = TemporaryDirectory.create(memory, Long.MAX_VALUE);
    Files.delete(directory);

    assertThat(directory.getParent()).isNotEqualTo(memory);
  }

  @Test
  void itIsElsewhereWhereThereIsNoSuchMemory() throws IOException {
    Path nowhere = memory.resolve("nowhere");

    Path directory = TemporaryDirectory.create(nowhere, 1);
    Files.delete(directory);

    assertThat(directory.getParent()).isNotEqualTo(nowhere);
  }
}
