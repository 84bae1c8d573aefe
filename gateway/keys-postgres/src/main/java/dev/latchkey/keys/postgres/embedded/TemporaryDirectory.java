// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a cluster lives that nobody keeps. A new one is three thousand small files, which costs a
 * disk's file system longer than PostgreSQL needs to fill them.
 */
final class TemporaryDirectory {
  /** Linux keeps files there in memory; elsewhere there is no such directory. */
  private static final Path MEMORY = Path.of("/dev/shm");

  /** Bytes: a small cluster, its write-ahead log, and as much again for what is put into it. */
  private static final long ROOM = 1L << 30;

  private static final String PREFIX = "latchkey-";

  private TemporaryDirectory() {}

  /** A fresh directory that only this user can enter. */
  static Path create() throws IOException {
    return create(MEMORY, ROOM);
  }

  /** In that directory if it has the room, else in the system's temporary one. */
  static Path create(Path memory, long room) throws IOException {
    return hasRoom(memory, room)
        ? Files.createTempDirectory(memory, PREFIX)
        : Files.createTempDirectory(PREFIX);
  }

  private static boolean hasRoom(Path memory, long room) throws IOException {
    return Files.isDirectory(memory)
        && Files.isWritable(memory)
        && Files.getFileStore(memory).getUsableSpace() >= room;
  }
}
