// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import dev.latchkey.keys.postgres.Signals;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The jar as users start it, in a process of its own. */
final class Program implements AutoCloseable {
  private static final String LEAKS = "io.netty.leakDetection.level";

  /** Most do not live long enough to earn back what optimizing their code costs. */
  static final List<String> BRIEF = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1");

  /** As users run it. */
  static final List<String> OPTIMIZED = List.of("-Xmx512m");

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Process process;
  private final BlockingQueue<String> out = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> err = new LinkedBlockingQueue<>();
  private final Queue<String> said = new ConcurrentLinkedQueue<>();

  private Program(Process process) {
    this.process = process;
    pump(process.getInputStream(), out);
    pump(process.getErrorStream(), err);
  }

  static Program start(Map<String, String> environment, String... arguments) throws IOException {
    return start(environment, List.of(), BRIEF, arguments);
  }

  /**
   * @param before words before the JVM's own, such as those of a program that starts another
   * @param flags of the JVM
   */
  static Program start(
      Map<String, String> environment, List<String> before, List<String> flags, String... arguments)
      throws IOException {
    List<String> words = new ArrayList<>(before);
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String leaks = System.getProperty(LEAKS);
    if (leaks != null) {
      words.add("-D" + LEAKS + "=" + leaks);
    }
    words.addAll(flags);
    words.addAll(List.of("-jar", Path.of("target", "latchkey.jar").toString()));
    words.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().putAll(environment);
    return new Program(builder.start());
  }

  /** The next line of standard output. */
  String nextOut() throws InterruptedException {
    return next(out);
  }

  /** The first line of standard error from here on that contains the text. */
  String awaitErr(String text) throws InterruptedException {
    String line = next(err);
    while (!line.contains(text)) {
      line = next(err);
    }
    return line;
  }

  /** Everything on standard error that nobody asked for yet. */
  String restOfErr() {
    List<String> rest = new ArrayList<>();
    err.drainTo(rest);
    return String.join("\n", rest);
  }

  /** Everything it ever printed, on both streams. */
  String said() {
    return String.join("\n", said);
  }

  /** Sends SIGHUP. */
  void hangUp() {
    Signals.send("HUP", List.of(process.pid()));
  }

  /** Sends SIGTERM. Unlike the process itself, its handle leaves the streams open. */
  void terminate() {
    process.toHandle().destroy();
  }

  long pid() {
    return process.pid();
  }

  /** Sends SIGKILL, and waits until nothing of it is left. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  int awaitExit() throws InterruptedException {
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the program does not end; it said: " + restOfErr());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroy();
    process
        .onExit()
        .completeOnTimeout(process, LIMIT.toSeconds(), TimeUnit.SECONDS)
        .join()
        .destroyForcibly();
    if (said().contains("LEAK:")) {
      throw new AssertionError("the program lost buffers:\n" + said());
    }
  }

  private String next(BlockingQueue<String> lines) throws InterruptedException {
    String line = lines.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("the program says nothing; on standard error: " + restOfErr());
    }
    return line;
  }

  private void pump(InputStream from, BlockingQueue<String> to) {
    Thread pump =
        new Thread(
            () -> {
              try (BufferedReader reader =
                  new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                reader
                    .lines()
                    .forEach(
                        line -> {
                          said.add(line);
                          to.add(line);
                        });
              } catch (IOException | UncheckedIOException ended) {
                to.add("(end of stream)");
              }
            },
            "pump");
    pump.setDaemon(true);
    pump.start();
  }
}
