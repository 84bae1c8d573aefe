// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** What the embedded server needs of the file system. */
final class Directories {
  private Directories() {}

  /** Creates a directory that only this user can read, unless it exists; parents as usual. */
  static void createPrivate(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory.toAbsolutePath().resolveSibling("."));
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /** Whether this process's user owns the path. */
  static boolean isOwn(Path path) throws IOException {
    Path probe = Files.createTempFile("latchkey", ".owner");
    try {
      return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(probe));
    } finally {
      Files.delete(probe);
    }
  }

  /**
   * Deletes a tree; links are deleted, not followed. What cannot be deleted stays, and is tried
   * once more: a server's log collector may write a last line after the server has ended, and
   * another process may delete the same tree.
   */
  static void remove(Path tree) {
    try {
      Files.walkFileTree(tree, new Deleter());
      Files.walkFileTree(tree, new Deleter());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Never gives up for what one file does. */
  static final class Deleter extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      return delete(file);
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
      return delete(directory);
    }

    private static FileVisitResult delete(Path path) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException stays) {
        // A directory that somebody wrote to, or a place that is not ours to change.
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
