// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.problem;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The catalogue of texts for people. Immutable; any thread. */
public final class Messages {
  private final Map<Language, Map<String, String>> texts = new EnumMap<>(Language.class);

  /** Reads the catalogues of every language from the class path. */
  public Messages() {
    for (Language language : Language.values()) {
      texts.put(language, read("messages_" + language.tag() + ".properties"));
    }
  }

  /** The text under a key with {@code {0}}, {@code {1}} … filled in. */
  public String text(Language language, String key, List<String> arguments) {
    String text = texts.getOrDefault(language, Map.of()).get(key);
    if (text == null) {
      throw new IllegalArgumentException("no text for " + key + " in " + language.tag());
    }
    for (int i = 0; i < arguments.size(); i++) {
      text = text.replace("{" + i + "}", arguments.get(i));
    }
    return text;
  }

  /** The title of a problem of this code. */
  public String title(Language language, ProblemCode code) {
    return text(language, code.word() + ".title", List.of());
  }

  /** The problem's own text where it has one in this language, else the code's. */
  public String detail(Language language, Problem problem) {
    if (problem.text() != null) {
      return text(language, problem.text().key(), List.of());
    }
    String own = language == Language.EN ? problem.detail() : null;
    return own != null ? own : text(language, problem.code().word() + ".detail", List.of());
  }

  /** What is wrong with one value. */
  public String fault(Language language, Fault fault) {
    return text(language, "fault." + fault.code().word(), fault.arguments());
  }

  /** Every key and text of a language, in order. */
  Map<String, String> all(Language language) {
    return texts.getOrDefault(language, Map.of());
  }

  private static Map<String, String> read(String resource) {
    Properties properties = new Properties();
    try (Reader reader = open(Messages.class.getResourceAsStream(resource), resource)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> texts = new TreeMap<>();
    properties.forEach((key, text) -> texts.put((String) key, (String) text));
    return Collections.unmodifiableMap(texts);
  }

  private static Reader open(@Nullable InputStream stream, String resource) throws IOException {
    if (stream == null) {
      throw new IOException("missing from the jar: " + resource);
    }
    return new InputStreamReader(stream, StandardCharsets.UTF_8);
  }
}
