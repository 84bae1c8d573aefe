// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres.embedded;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Java process that does nothing but keep a server, to be killed by a test. With no argument its
 * data is thrown away.
 */
final class LonelyServer {
  private static final String MARK = "server ";

  private LonelyServer() {}

  /** The process, its server and where the data is. */
  record Running(Process process, ProcessHandle server, Path data) {}

  /** Starts the process and waits until its server is ready. */
  static Running start(String... data) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.add(LonelyServer.class.getName());
    words.addAll(List.of(data));
    Process process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(MARK)) {
        String[] server = line.substring(MARK.length()).split(" ", 2);
        ProcessHandle handle = ProcessHandle.of(Long.parseLong(server[0])).orElseThrow();
        return new Running(process, handle, Path.of(server[1]));
      }
    }
    throw new AssertionError("the other process ended");
  }

  public static void main(String[] arguments) throws IOException {
    EmbeddedPostgres.Settings settings =
        arguments.length == 0
            ? EmbeddedPostgres.Settings.throwAway()
            : EmbeddedPostgres.Settings.persistent(Path.of(arguments[0]));
    EmbeddedPostgres postgres = EmbeddedPostgres.start(settings);
    String line = MARK + postgres.pid() + " " + postgres.dataDirectory() + "\n";
    new FileOutputStream(FileDescriptor.out).write(line.getBytes(StandardCharsets.UTF_8));
    int untilKilled = System.in.read();
    postgres.close();
    System.exit(untilKilled);
  }
}
