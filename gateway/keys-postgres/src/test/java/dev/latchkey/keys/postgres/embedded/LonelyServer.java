// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres.embedded;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A Java process that does nothing but keep a server, to be killed by a test. */
final class LonelyServer {
  static final String MARK = "server ";

  private LonelyServer() {}

  public static void main(String[] arguments) throws IOException {
    EmbeddedPostgres postgres =
        EmbeddedPostgres.start(EmbeddedPostgres.Settings.persistent(Path.of(arguments[0])));
    String line = MARK + postgres.pid() + "\n";
    new FileOutputStream(FileDescriptor.out).write(line.getBytes(StandardCharsets.UTF_8));
    int untilKilled = System.in.read();
    postgres.close();
    System.exit(untilKilled);
  }
}
