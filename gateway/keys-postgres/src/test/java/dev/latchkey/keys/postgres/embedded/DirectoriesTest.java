// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoriesTest {
  @TempDir private Path directory;

  @Test
  void aLinkIsRemovedAndWhatItLeadsToIsNot() throws IOException {
    Path kept = Files.writeString(directory.resolve("kept"), "kept");
    Path tree = directory.resolve("tree");
    Files.createDirectories(tree.resolve("below"));
    Files.createSymbolicLink(tree.resolve("below/link"), kept);

    Directories.remove(tree);

    assertThat(tree).doesNotExist();
    assertThat(kept).hasContent("kept");
  }

  @Test
  void aDirectoryThatSomebodyStillWritesToDoesNotEndTheRemoval() throws IOException {
    Path busy = Files.createDirectory(directory.resolve("log"));
    Files.writeString(busy.resolve("late"), "written after it was emptied");

    FileVisitResult then = new Directories.Deleter().postVisitDirectory(busy, null);

    assertThat(then).isEqualTo(FileVisitResult.CONTINUE);
    assertThat(busy.resolve("late")).exists();
  }
}
