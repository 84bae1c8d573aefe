// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The document's source: one file for each subject, put together when it is loaded. */
final class Sections {
  /** Files beside this class. Each has paths and components of its own; none is said twice. */
  private static final List<String> FILES =
      List.of(
          "admin.yaml", //
          "keys.yaml",
          "nodes.yaml",
          "catalogue.yaml",
          "consumers.yaml",
          "audit.yaml",
          "verify.yaml",
          "usage.yaml",
          "calls.yaml",
          "webhooks.yaml",
          "session.yaml",
          "leaks.yaml",
          "dialects.yaml");

  private Sections() {}

  static ObjectNode load() {
    ObjectNode whole = Json.object();
    FILES.forEach(file -> merge(whole, read(file), file));
    return whole;
  }

  private static void merge(ObjectNode into, ObjectNode from, String file) {
    from.properties()
        .forEach(
            member -> {
              JsonNode present = into.get(member.getKey());
              if (present == null) {
                into.set(member.getKey(), member.getValue());
              } else if (present instanceof ObjectNode object
                  && member.getValue() instanceof ObjectNode more) {
                merge(object, more, file);
              } else {
                throw new IllegalStateException(file + " repeats " + member.getKey());
              }
            });
  }

  private static ObjectNode read(String file) {
    try (InputStream stream = Sections.class.getResourceAsStream(file)) {
      Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
      return (ObjectNode) Json.tree(yaml.load(stream));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
