// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a file is another one than before: written in place, replaced by a rename, or behind
 * a symbolic link that leads elsewhere now, as Kubernetes does it. Looks instead of listening,
 * which costs one system call and works on every file system. One thread.
 */
public final class FileWatch {
  private final Path file;
  private @Nullable Mark taken;
  private @Nullable Mark last;

  /**
   * @param file taken for the one in use as it is now, so make this before reading it
   */
  public FileWatch(Path file) {
    this.file = file;
    taken();
  }

  /** Enough to tell two states of a file apart; of what the path leads to. */
  private record Mark(@Nullable Object inode, FileTime modified, long size) {}

  /** Takes the file as it is for the one that is in use. */
  void taken() {
    taken = mark();
    last = taken;
  }

  /**
   * Looks. True once for every change, as soon as the file is the same as at the look before:
   * whoever writes it may not be done.
   */
  boolean hasSettledAnew() {
    Mark now = mark();
    boolean settled = now != null && now.equals(last) && !now.equals(taken);
    last = now;
    if (settled) {
      taken = now;
    }
    return settled;
  }

  /** Null while there is none, as between two renames. */
  private @Nullable Mark mark() {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return new Mark(found.fileKey(), found.lastModifiedTime(), found.size());
    } catch (IOException away) {
      return null;
    }
  }
}
