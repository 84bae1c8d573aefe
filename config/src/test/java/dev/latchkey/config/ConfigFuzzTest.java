// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import dev.latchkey.fuzz.Replay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConfigFuzzTest {
  private static final int OFFSPRING = 500;
  private static final int SHORT = 4_000;

  @Test
  void anyTextIsTakenOrItsProblemsAreNamed() throws IOException, URISyntaxException {
    List<byte[]> corpus = new ArrayList<>();
    Path broken =
        Path.of(Objects.requireNonNull(ConfigFuzzTest.class.getResource("/broken")).toURI());
    for (Path folder : List.of(broken, Samples.FOLDER)) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .filter(file -> file.toString().endsWith(".yaml"))
            .map(ConfigFuzzTest::bytes)
            .forEach(corpus::add);
      }
    }
    corpus.removeIf(file -> file.length > SHORT);

    Replay.run(corpus, OFFSPRING, ConfigFuzz::fuzzerTestOneInput);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
