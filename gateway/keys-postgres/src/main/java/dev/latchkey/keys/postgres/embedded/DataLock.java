// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a second Latchkey off a data directory. The kernel drops it when the process ends, however
 * it ends.
 */
final class DataLock implements AutoCloseable {
  /**
   * Files locked by this process. The kernel forgets a process's lock as soon as the process closes
   * any descriptor of that file, so a second attempt must not even open it.
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private DataLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * @param data an existing directory, real path
   */
  static DataLock take(Path data) {
    Path file = data.resolve("latchkey.lock");
    if (!HELD_HERE.add(file)) {
      throw taken(data, Long.toString(ProcessHandle.current().pid()));
    }
    try {
      return new DataLock(file, lockedChannel(data, file));
    } catch (RuntimeException refused) {
      HELD_HERE.remove(file);
      throw refused;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new EmbeddedPostgresException("cannot release " + file + ": " + e, e);
    } finally {
      HELD_HERE.remove(file);
    }
  }

  private static FileChannel lockedChannel(Path data, Path file) {
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        String holder = read(channel);
        channel.close();
        throw taken(data, holder);
      }
      channel.truncate(0);
      String pid = Long.toString(ProcessHandle.current().pid());
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
      return channel;
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "cannot write to the data directory: " + e + "; check its owner and free space", e);
    }
  }

  private static EmbeddedPostgresException taken(Path data, String holder) {
    return EmbeddedPostgresException.dataInUse(
        "the data directory "
            + data
            + " is in use by another Latchkey (process "
            + (holder.isEmpty() ? "unknown" : holder)
            + "); stop that one, or give this one a directory of its own");
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(20);
    channel.read(bytes, 0);
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
  }
}
