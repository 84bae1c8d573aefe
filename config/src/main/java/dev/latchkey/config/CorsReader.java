// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import dev.latchkey.config.RouteTreatment.Cors;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code cors} of a route. */
final class CorsReader {
  private static final String ANY = "*";
  private static final Duration MAX_AGE = Duration.ofMinutes(10);

  private CorsReader() {}

  static @Nullable Cors read(Section route) {
    Section cors = route.section("cors");
    if (cors == null) {
      return null;
    }
    Value value = cors.need("origins", Word.ORIGIN.shape());
    List<Text> origins = cors.words("origins", Word.ORIGIN);
    boolean credentials = cors.flag("credentials", false);
    if (value != null && value.isList() && value.items().isEmpty()) {
      value.problem("\"origins\" is an empty list", Word.ORIGIN.shape());
    }
    boolean any = origins.stream().anyMatch(origin -> origin.value().equals(ANY));
    if (value != null && any && origins.size() > 1) {
      value.problem("\"*\" stands beside other origins", "it alone, or the others");
    }
    if (value != null && any && credentials) {
      value.problem(
          "every site could use the cookies of its visitors", "name the origins, or no credentials");
    }
    Cors read =
        new Cors(
            set(origins),
            set(cors.someWords("methods", Word.METHOD, false)),
            set(cors.someWords("headers", Word.HEADER, false)),
            set(cors.someWords("exposed", Word.HEADER, false)),
            credentials,
            cors.duration("maxAge", Duration.ZERO, Duration.ofDays(1), MAX_AGE));
    cors.finish();
    return read;
  }

  private static Set<String> set(List<Text> texts) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(Section.values(texts)));
  }
}
