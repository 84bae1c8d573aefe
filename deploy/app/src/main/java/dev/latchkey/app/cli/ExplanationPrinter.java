// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import dev.latchkey.app.terminal.Ink;
import dev.latchkey.app.terminal.Terminal;
import dev.latchkey.app.terminal.TextTable;
import dev.latchkey.gateway.explain.Explanation;
import dev.latchkey.gateway.explain.Explanation.Check;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.keys.ApiKey;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Shows what stood in a call's way, check by check, or as JSON. */
final class ExplanationPrinter {
  private final PrintStream out;
  private final Ink ink;
  private final boolean json;

  ExplanationPrinter(Terminal terminal, boolean json) {
    this.out = terminal.out();
    this.ink = terminal.ink();
    this.json = json;
  }

  /** Of a call that nobody made. */
  void explanation(String method, String path, ApiKey key, Explanation explanation) {
    Reason refusal = explanation.refusal();
    if (json) {
      ObjectNode whole = Json.object().put("keyId", key.id().toString());
      whole.put("passes", explanation.passes());
      if (refusal != null) {
        whole.put("status", refusal.status()).put("code", refusal.code());
      }
      ArrayNode trace = whole.putArray("trace");
      explanation.checks().forEach(check -> trace.add(entry(check)));
      out.println(whole.toPrettyString());
      return;
    }
    String name = " \"" + key.name() + "\" of profile " + key.profile();
    out.println(method + " " + path + " with key " + key.id() + name + ", tenant " + key.tenant());
    checks(explanation.checks());
    out.println(
        refusal == null
            ? "The call would be forwarded, as long as the limits allow."
            : "The call would be answered " + refusal.status() + " " + refusal.code() + ".");
  }

  /**
   * Of a call that was refused.
   *
   * @param refusal as the admin API tells it
   */
  void refusal(ObjectNode refusal) {
    if (json) {
      out.println(refusal.toPrettyString());
      return;
    }
    String key =
        refusal.has("keyId")
            ? " with key " + text(refusal, "keyId") + " \"" + text(refusal, "keyName") + "\""
            : " without a known key";
    String path = refusal.has("path") ? " " + text(refusal, "path") : "";
    out.println(text(refusal, "time") + " " + text(refusal, "method") + path + key);
    List<Check> checks = new ArrayList<>();
    for (JsonNode check : refusal.path("trace")) {
      checks.add(
          new Check(text(check, "check"), check.path("ok").asBoolean(), text(check, "detail")));
    }
    checks(checks);
    out.println(
        "The call was answered " + text(refusal, "status") + " " + text(refusal, "code") + ".");
  }

  private void checks(List<Check> checks) {
    out.println();
    TextTable table = new TextTable();
    checks.forEach(check -> table.row(check.check(), check.detail()));
    List<String> lines = table.lines("");
    for (int i = 0; i < lines.size(); i++) {
      boolean ok = checks.get(i).ok();
      out.println("  " + (ok ? ink.green("\u2713") : ink.red("\u2717")) + " " + lines.get(i));
    }
    out.println();
  }

  private static ObjectNode entry(Check check) {
    return Json.object()
        .put("check", check.check())
        .put("ok", check.ok())
        .put("detail", check.detail());
  }

  private static String text(JsonNode from, String member) {
    return from.path(member).asText();
  }
}
