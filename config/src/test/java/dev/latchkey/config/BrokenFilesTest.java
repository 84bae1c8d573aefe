// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file in {@code broken/} says in comments at its end what is wrong with it: {@code # expect
 * LINE:COLUMN MESSAGE (HINT)}. Those problems are reported, and no others.
 */
class BrokenFilesTest {
  private static final Path FOLDER = Path.of("src/test/resources/broken");
  private static final String EXPECT = "# expect ";

  static List<Path> brokenFiles() throws IOException {
    try (Stream<Path> paths = Files.list(FOLDER)) {
      return paths.filter(path -> path.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("brokenFiles")
  void exactlyTheExpectedProblemsAreReported(Path file) throws IOException {
    List<String> expected = expectations(file);
    ConfigLoader loader = new ConfigLoader(Samples.ENVIRONMENT);

    ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> loader.load(file));

    assertThat(expected).isNotEmpty();
    assertThat(refusal).as("refusal of " + file).isNotNull();
    assertThat(refusal.problems()).allMatch(problem -> problem.file().equals(file.toString()));
    assertThat(refusal.problems().stream().map(BrokenFilesTest::withoutFile))
        .containsExactlyElementsOf(expected);
  }

  @Test
  void thereAreManyOfThem() throws IOException {
    List<Path> files = brokenFiles();

    assertThat(files).hasSizeGreaterThan(50);
  }

  private static List<String> expectations(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    return new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(EXPECT))
        .map(line -> line.substring(EXPECT.length()))
        .toList();
  }

  private static String withoutFile(ConfigProblem problem) {
    return problem.toString().substring(problem.file().length() + 1).replaceFirst(": ", " ");
  }
}
