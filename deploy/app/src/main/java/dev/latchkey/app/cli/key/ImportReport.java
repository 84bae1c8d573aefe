// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli.key;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.keys.ImportResult;
import dev.latchkey.admin.problem.Fault;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.app.terminal.Terminal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** What became of an import: how many keys, and which lines failed. Never a key. One thread. */
final class ImportReport {
  /** Failures that are named one by one on the screen. */
  private static final int MOST_NAMED = 20;

  private final Terminal terminal;
  private final boolean json;
  private final ArrayNode failures = Json.array();
  private long created;

  ImportReport(Terminal terminal, boolean json) {
    this.terminal = terminal;
    this.json = json;
  }

  /** A line that is no JSON object. */
  void unreadable(long line) {
    failures.addObject().put("line", line).put("code", "malformed_json").put("why", "");
  }

  void add(List<Long> lines, List<ImportResult> results) {
    for (int i = 0; i < results.size(); i++) {
      Problem refusal = results.get(i).refusal();
      if (refusal == null) {
        created++;
      } else {
        failures
            .addObject()
            .put("line", lines.get(i))
            .put("code", refusal.code().word())
            .put(
                "why",
                refusal.faults().stream().map(ImportReport::why).collect(Collectors.joining(", ")));
      }
    }
  }

  /** Prints it; false when something failed. */
  boolean print() {
    if (json) {
      ObjectNode body = Json.object().put("created", created).put("failed", failures.size());
      body.set("failures", failures);
      terminal.out().println(new String(Json.bytes(body), StandardCharsets.UTF_8));
      return failures.isEmpty();
    }
    terminal.out().println("Imported " + created + " keys, " + failures.size() + " failed.");
    for (int i = 0; i < failures.size() && i < MOST_NAMED; i++) {
      terminal
          .err()
          .println(
              "line "
                  + failures.get(i).path("line").asLong()
                  + ": "
                  + failures.get(i).path("code").asText()
                  + " "
                  + failures.get(i).path("why").asText());
    }
    if (failures.size() > MOST_NAMED) {
      terminal.err().println("... and more; --json names them all.");
    }
    return failures.isEmpty();
  }

  private static String why(Fault fault) {
    return fault.pointer() + " " + fault.code().word();
  }
}
