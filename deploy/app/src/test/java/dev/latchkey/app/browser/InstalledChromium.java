// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Chromium under {@code target/browser}, put there by npm when a test first asks for it. The
 * package brings the libraries and fonts that the browser needs: nothing else has to be installed.
 */
final class InstalledChromium {
  private static final Path RECIPE = Path.of("src", "test", "browser");
  private static final Path FOLDER = Path.of("target", "browser");
  private static final List<String> FILES =
      List.of(".npmrc", "package.json", "package-lock.json", "unpack.mjs");
  private static final int MINUTES = 5;

  private InstalledChromium() {}

  /** Whether this machine can run it: Linux on x86-64, with Node and npm. */
  static boolean isPossible() {
    return System.getProperty("os.name").equals("Linux")
        && System.getProperty("os.arch").equals("amd64")
        && Stream.of("node", "npm").allMatch(InstalledChromium::isOnPath);
  }

  /** The folder with the program {@code chromium}, its libraries in {@code lib}, and its fonts. */
  static synchronized Path folder() {
    try {
      Files.createDirectories(FOLDER);
      // Integration tests run in two processes.
      try (FileChannel door =
              FileChannel.open(
                  FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock alone = door.lock()) {
        if (alone.isValid() && !isInstalled()) {
          install();
        }
      }
      return FOLDER.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isInstalled() throws IOException {
    Path installed = FOLDER.resolve("installed");
    return Files.exists(installed)
        && Files.mismatch(installed, RECIPE.resolve("package-lock.json")) < 0;
  }

  private static void install() throws IOException {
    for (String file : FILES) {
      Files.copy(RECIPE.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    run("npm", "ci");
    run("node", "unpack.mjs");
    Files.copy(RECIPE.resolve("package-lock.json"), FOLDER.resolve("installed"));
  }

  private static void run(String... words) throws IOException {
    File log = FOLDER.resolve("install.log").toFile();
    Process process =
        new ProcessBuilder(words)
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(words[0] + " failed:\n" + Files.readString(log.toPath()));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
