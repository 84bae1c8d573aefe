// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.interop;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/** The conformance tests of HTTP/2, as a program that calls a server. */
record H2spec(Path program) {
  static final String VERSION = "2.2.0";

  private static final String ARCHIVE = "/h2spec/" + VERSION + "/h2spec_linux_amd64.tar.gz";
  private static final int BLOCK = 512;
  private static final int SIZE_AT = 124;
  private static final int SIZE_DIGITS = 11;
  private static final int OCTAL = 8;
  private static final long LIMIT_SECONDS = 240;

  /** Whether there is a program for this machine. */
  static boolean runsHere() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")
        && System.getProperty("os.arch").equals("amd64");
  }

  /** Takes the program, the only file of its archive (POSIX tar), out of it. */
  static H2spec unpack(Path folder) throws IOException {
    Path program = folder.resolve("h2spec");
    try (InputStream packed =
            Objects.requireNonNull(H2spec.class.getResourceAsStream(ARCHIVE), ARCHIVE);
        DataInputStream tar = new DataInputStream(new GZIPInputStream(packed))) {
      byte[] header = new byte[BLOCK];
      tar.readFully(header);
      String size = new String(header, SIZE_AT, SIZE_DIGITS, StandardCharsets.US_ASCII);
      Files.write(program, tar.readNBytes(Integer.parseInt(size, OCTAL)));
    }
    if (!program.toFile().setExecutable(true)) {
      throw new IOException("cannot be made executable: " + program);
    }
    return new H2spec(program);
  }

  /** Runs every test, the strict ones too; returns its report, as JUnit writes it. */
  Path run(int port, String path) throws IOException, InterruptedException {
    Path report = program.resolveSibling("report.xml");
    Path said = program.resolveSibling("h2spec.txt");
    Process process =
        new ProcessBuilder(
                List.of(
                    program.toString(),
                    "--strict",
                    "--tls",
                    "--insecure",
                    "--host=127.0.0.1",
                    "--port=" + port,
                    "--path=" + path,
                    "--timeout=5",
                    "--junit-report=" + report))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("h2spec does not end: " + Files.readString(said));
      }
    } finally {
      process.destroyForcibly();
    }
    return report;
  }
}
