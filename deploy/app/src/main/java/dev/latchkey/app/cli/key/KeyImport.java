// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.MalformedJsonException;
import dev.latchkey.admin.json.StrictJson;
import dev.latchkey.admin.keys.Caller;
import dev.latchkey.admin.keys.ImportResult;
import dev.latchkey.admin.openapi.ApiDocument;
import dev.latchkey.app.cli.option.ConfigOption;
import dev.latchkey.app.cli.option.Session;
import dev.latchkey.app.terminal.CommandFailure;
import dev.latchkey.app.terminal.ExitCode;
import dev.latchkey.app.terminal.ProgressBar;
import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "import",
    description = {
      "Takes over keys that were made elsewhere, so that their holders notice nothing.",
      "The file has one JSON object a line: profile, name, key or sha256 (64 hexadecimal digits),"
          + " and whatever else a creation takes. One wrong line does not spoil the others."
    },
    footer = {
      "",
      "Example:",
      "  latchkey key import --config latchkey.yaml --tenant acme --file keys.ndjson"
    })
final class KeyImport implements Callable<Integer> {
  private final Session session;

  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(names = "--tenant", required = true, paramLabel = "TENANT", description = "Whose keys.")
  private String tenant = "";

  @Option(
      names = "--file",
      required = true,
      paramLabel = "FILE",
      description = "One JSON object a line.")
  private Path file = Path.of("");

  @Option(
      names = "--json",
      description = "Print JSON: how many were created, and which lines failed and why.")
  private boolean json;

  KeyImport(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    long lines = count();
    ImportReport report = new ImportReport(session.terminal(), json);
    try (KeyDesk desk = KeyDesk.open(session, config, json);
        BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        ProgressBar bar = new ProgressBar(session.terminal(), lines)) {
      dev.latchkey.admin.keys.KeyImport service =
          desk.service().importing(new ApiDocument().schema("KeyImportItem"));
      Caller caller = desk.caller(KeyDesk.tenant(tenant));
      Batch batch = next(reader, 0, report);
      Sent before = new Sent(batch, Future.succeededFuture(List.of()));
      while (!batch.isEnd()) {
        // Read and judged here while the store is busy with the one before.
        Sent sent = new Sent(batch, service.run(caller, batch.items()));
        take(desk.get(before.results()), before, report, bar);
        before = sent;
        batch = next(reader, batch.last(), report);
      }
      take(desk.get(before.results()), before, report, bar);
    } catch (IOException unreadable) {
      throw CommandFailure.usage("--file: cannot read " + file + ": " + unreadable.getMessage());
    }
    return report.print() ? ExitCode.OK : ExitCode.REFUSED;
  }

  /**
   * Some lines of the file.
   *
   * @param lines the number of each item's line, from 1
   * @param last the number of the last line that was read
   */
  private record Batch(List<ObjectNode> items, List<Long> lines, long last, boolean isEnd) {}

  /** A batch that the store has, or will have soon. */
  private record Sent(Batch batch, Future<List<ImportResult>> results) {}

  private static void take(
      List<ImportResult> results, Sent sent, ImportReport report, ProgressBar bar) {
    if (!results.isEmpty()) {
      report.add(sent.batch().lines(), results);
      bar.advanceTo(sent.batch().last());
    }
  }

  private static Batch next(BufferedReader reader, long before, ImportReport report)
      throws IOException {
    List<ObjectNode> items = new ArrayList<>();
    List<Long> lines = new ArrayList<>();
    long number = before;
    String line = "";
    while (items.size() < dev.latchkey.admin.keys.KeyImport.MOST && line != null) {
      line = reader.readLine();
      if (line != null) {
        number++;
        ObjectNode item = item(line);
        if (item != null) {
          items.add(item);
          lines.add(number);
        } else if (!line.isBlank()) {
          report.unreadable(number);
        }
      }
    }
    return new Batch(items, lines, number, items.isEmpty());
  }

  private static @Nullable ObjectNode item(String line) {
    try {
      JsonNode node = line.isBlank() ? null : StrictJson.parse(line);
      return node instanceof ObjectNode object ? object : null;
    } catch (MalformedJsonException notJson) {
      return null;
    }
  }

  private long count() {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException | UncheckedIOException unreadable) {
      throw CommandFailure.usage("--file: cannot read " + file + ": " + unreadable.getMessage());
    }
  }
}
