// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.keys.Created;
import dev.latchkey.admin.keys.KeyJson;
import dev.latchkey.app.terminal.Terminal;
import dev.latchkey.app.terminal.TextTable;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.Page;
import dev.latchkey.keys.Scope;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keys on the screen: tables for people, the admin API's own objects for programs. */
final class KeyPrinter {
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final PrintStream out;
  private final KeyJson writer;
  private final boolean json;

  KeyPrinter(Terminal terminal, KeyJson writer, boolean json) {
    this.out = terminal.out();
    this.writer = writer;
    this.json = json;
  }

  /** A key with its new secret: the only time that the secret is shown. */
  void created(Created made, String done) {
    if (json) {
      ObjectNode answer = Json.object();
      answer.set("key", writer.write(made.key()));
      answer.put("secret", made.secret().reveal()).put("secretShownOnce", true);
      print(answer);
      return;
    }
    out.println(done + " key " + made.key().id() + " (" + clean(made.key().name()) + ").");
    out.println();
    out.println("  " + made.secret().reveal());
    out.println();
    out.println("Store it now: it is not shown again.");
  }

  /** A key after a change of its state. */
  void changed(ApiKey key) {
    if (json) {
      ObjectNode answer = Json.object();
      answer.set("key", writer.write(key));
      print(answer);
      return;
    }
    out.println(
        "Key " + key.id() + " (" + clean(key.name()) + ") is " + writer.status(key).word() + ".");
  }

  void list(Page<ApiKey> page) {
    if (json) {
      ArrayNode data = Json.array();
      page.rows().forEach(key -> data.add(writer.write(key)));
      ObjectNode answer = Json.object();
      answer.set("data", data);
      answer.putNull("nextCursor").put("hasMore", page.hasMore());
      print(answer);
      return;
    }
    if (page.rows().isEmpty()) {
      out.println("No keys.");
      return;
    }
    table(page.rows()).lines("").forEach(out::println);
    if (page.hasMore()) {
      out.println("There are more; raise --limit, or narrow with --profile or --status.");
    }
  }

  private TextTable table(List<ApiKey> keys) {
    TextTable table =
        new TextTable("ID", "PROFILE", "NAME", "KEY", "STATUS", "SCOPES", "LAST USED", "EXPIRES");
    for (ApiKey key : keys) {
      table.row(
          key.id().toString(),
          key.profile(),
          clean(key.name()),
          masked(key),
          writer.status(key).word(),
          scopes(key, " "),
          minute(key.lastUsedAt()),
          minute(writer.end(key)));
    }
    return table;
  }

  void show(ApiKey key) {
    if (json) {
      print(writer.write(key));
      return;
    }
    TextTable table =
        new TextTable()
            .row("Id", key.id().toString())
            .row("Short id", key.id().shortForm())
            .row("Tenant", clean(key.tenant().id()))
            .row("Profile", key.profile())
            .row("Name", clean(key.name()))
            .row("Environment", orDash(key.environment()))
            .row("Key", masked(key))
            .row("Status", writer.status(key).word())
            .row("Scopes", scopes(key, ", "))
            .row("Plan", key.plan() == null ? "the profile's" : key.plan())
            .row("Addresses", key.ipAllow().isEmpty() ? "any" : String.join(", ", key.ipAllow()))
            .row("Created", minute(key.created().at()) + " by " + clean(key.created().by()))
            .row("Expires", minute(writer.end(key)))
            .row("Last used", minute(key.lastUsedAt()))
            .row("Version", Long.toString(key.version()));
    table.lines("").forEach(out::println);
  }

  private void print(JsonNode node) {
    out.println(new String(Json.bytes(node), StandardCharsets.UTF_8));
  }

  private static String masked(ApiKey key) {
    String masked = key.hint().masked();
    return masked.length() == 1 ? "(imported)" : masked;
  }

  private static String scopes(ApiKey key, String between) {
    return orDash(key.scopes().stream().map(Scope::id).collect(Collectors.joining(between)));
  }

  private static String minute(@Nullable Instant instant) {
    return instant == null ? "never" : MINUTES.format(instant);
  }

  private static String orDash(@Nullable String text) {
    return text == null || text.isEmpty() ? "-" : clean(text);
  }

  /** Free text must not steer the terminal. */
  private static String clean(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
