// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Words to choose from, in the order in which hints list them. */
final class Choices {
  private Choices() {}

  /** Each word stands for itself. */
  static Map<String, String> of(List<String> words) {
    Map<String, String> choices = new LinkedHashMap<>();
    words.forEach(word -> choices.put(word, word));
    return Collections.unmodifiableMap(choices);
  }
}
