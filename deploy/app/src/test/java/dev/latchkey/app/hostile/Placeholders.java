// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.hostile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands for what in the tables: {@code {KEY}}, {@code {H}}, and {@code {9000*a}}. */
final class Placeholders {
  private static final Pattern REPEATED = Pattern.compile("\\{(\\d+)\\*([^{}]*)\\}");

  private final Map<String, String> words = new LinkedHashMap<>();

  Placeholders() {
    words.put("{CHUNKED}", "POST /x HTTP/1.1\r\n{H}{TE}\r\n");
    words.put("{H}", "Host: api.test\r\n");
    words.put("{TE}", "Transfer-Encoding: chunked\r\n");
    words.put("{K}", "X-API-Key: {KEY}\r\n");
  }

  void put(String name, String value) {
    words.put('{' + name + '}', value);
  }

  String fill(String template) {
    String text = template;
    for (Map.Entry<String, String> word : words.entrySet()) {
      text = text.replace(word.getKey(), word.getValue());
    }
    for (Matcher found = REPEATED.matcher(text); found.find(); found = REPEATED.matcher(text)) {
      String repeated = found.group(2).repeat(Integer.parseInt(found.group(1)));
      text = text.substring(0, found.start()) + repeated + text.substring(found.end());
    }
    return text;
  }
}
