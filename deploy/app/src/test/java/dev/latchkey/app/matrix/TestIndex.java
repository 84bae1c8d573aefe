// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tests of every module, as score sheets name them: by class and method, or by a file. */
public final class TestIndex {
  private static final Path TOP = Path.of("../..");
  private static final Pattern NAMED =
      Pattern.compile(
          "\\b([A-Z]\\w*(?:Test|IT|Contract))(?:\\.(\\w+))?|(?:scenarios|broken)/[\\w/-]+\\.yaml");
  private static final Map<String, Path> FILES =
      Map.of(
          "scenarios", TOP.resolve("gateway/server/src/test/resources"),
          "broken", TOP.resolve("config/src/test/resources"));

  private final Map<String, String> sources = new TreeMap<>();

  /** Reads them all. */
  public TestIndex() {
    try (Stream<Path> files = Files.walk(TOP)) {
      for (Path file : files.filter(TestIndex::isTest).toList()) {
        String name = file.getFileName().toString();
        // Two modules may have tests of one name.
        sources.merge(
            name.substring(0, name.length() - ".java".length()),
            Files.readString(file),
            String::concat);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isTest(Path file) {
    return file.toString().endsWith(".java") && file.toString().contains("/src/test/java/");
  }

  /** Source texts by the simple names of their classes. */
  Map<String, String> sources() {
    return sources;
  }

  /** The tests that a text names, in their order. */
  public static List<String> namedIn(String text) {
    return NAMED.matcher(text).results().map(found -> found.group()).toList();
  }

  /** Those of the tests that a text names which do not exist. */
  public List<String> missing(String text) {
    List<String> missing = new ArrayList<>();
    Matcher named = NAMED.matcher(text);
    while (named.find()) {
      if (!exists(named)) {
        missing.add(named.group());
      }
    }
    return missing;
  }

  private boolean exists(Matcher named) {
    if (named.group(1) == null) {
      String folder = named.group().substring(0, named.group().indexOf('/'));
      Path root = FILES.get(folder);
      return root != null && Files.exists(root.resolve(named.group()));
    }
    String source = sources.get(named.group(1));
    return source != null
        && (named.group(2) == null || source.contains("void " + named.group(2) + "("));
  }
}
