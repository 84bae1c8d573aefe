// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.app.OpenNode;
import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.gateway.wire.Seen;
import dev.latchkey.keys.KeyMint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every case of every table, on every listener that it is for, and the score sheet of it all. */
class HostileIT {
  private static final Path SHEET = Path.of("..", "..", "docs", "hostile-inputs.md");
  private static final int BYTE_BY_BYTE = 400;
  private static final int TRIES = 10;
  private static final String GATEWAY = "gateway";
  private static final String HOST = " HTTP/1.1\r\nHost: api.test\r\n\r\n";
  private static final String SKIPPED = "too long for it";
  private static final String MISSES = "latchkey_key_cache_misses_total";
  private static final String PROBED = "GET /public/probe HTTP/1.1";

  @TempDir static Path folder = Path.of("");
  private static final RawUpstream BACKEND = new RawUpstream(List.of(Script.OK));
  private static final Placeholders WORDS = new Placeholders();
  private static @Nullable OpenNode started;

  /** One way to send a case; returns what was seen, in words. */
  private interface Pass {
    String run(Trial trial, Row row, String bytes);
  }

  /**
   * A table's end on one listener.
   *
   * @param seen in words, row by row
   * @param wrong what should not have been
   */
  private record Column(List<String> seen, List<String> wrong) {}

  @BeforeAll
  static void start() {
    OpenNode node = new OpenNode(folder, BACKEND.port(), "accessLog: false");
    String key = node.newKey("reader");
    WORDS.put("KEY", key);
    WORDS.put("BADSUM", key.substring(0, key.length() - 1) + (key.endsWith("a") ? 'b' : 'a'));
    WORDS.put("UPPER", key.toUpperCase(Locale.ROOT));
    WORDS.put("REVOKED", node.newRevokedKey("revoked"));
    WORDS.put("UNKNOWN", new KeyMint(new SecureRandom()).mint("app_").reveal());
    WORDS.put("TOKEN", node.token());
    started = node;
    lookUp(node.port(GATEWAY), key);
  }

  /**
   * Has the key in memory before a case needs it: beside other tests a store can be too slow once.
   */
  private static void lookUp(int gateway, String key) {
    int status = 0;
    for (int i = 0; i < TRIES && status != 200; i++) {
      try (RawClient client = RawClient.to(gateway)) {
        client.send(
            "GET /api/orders/1 HTTP/1.1\r\nHost: api.test\r\nX-API-Key: " + key + "\r\n\r\n");
        status = client.answer(false).status();
      }
    }
    assertThat(status).isEqualTo(200);
    BACKEND.next();
  }

  @AfterAll
  static void stop() {
    if (started != null) {
      started.close();
    }
    BACKEND.close();
  }

  private static OpenNode node() {
    return Objects.requireNonNull(started);
  }

  private static Trial trial(String listener) {
    return switch (listener) {
      case GATEWAY -> trial(listener, "/public/probe", 200);
      case "admin" -> trial(listener, "/admin/v1/me", 401);
      case "management" -> trial(listener, "/livez", 200);
      default -> throw new IllegalArgumentException(listener);
    };
  }

  private static Trial trial(String listener, String path, int served) {
    return new Trial(node().port(listener), "GET " + path + HOST, served);
  }

  @Test
  void everyCaseEndsAsItMustAndTheSheetSaysSo() throws IOException {
    ScoreSheet sheet = new ScoreSheet();

    assertThat(wrong(sheet, HostileIT::runAtOnce)).isEmpty();

    sheet.add(Elsewhere.read());
    if ("write".equals(System.getProperty("latchkey.sheet"))) {
      Files.writeString(SHEET, sheet.text());
    }
    assertThat(Files.readString(SHEET)).isEqualTo(sheet.text());
  }

  @Test
  @Tag("long")
  void everyShortCaseEndsNoBetterWhenItComesByteByByte() {
    assertThat(wrong(new ScoreSheet(), HostileIT::runByteByByte)).isEmpty();
  }

  /** Runs all tables, each on all its listeners side by side; returns what should not have been. */
  private static List<String> wrong(ScoreSheet sheet, Pass pass) {
    List<String> wrong = new ArrayList<>();
    for (String file : Table.FILES) {
      Table table = Table.read(file);
      List<CompletableFuture<Column>> runs =
          table.listeners().stream()
              .map(listener -> CompletableFuture.supplyAsync(() -> run(table, listener, pass)))
              .toList();
      List<Column> ends = runs.stream().map(CompletableFuture::join).toList();
      ends.forEach(one -> wrong.addAll(one.wrong()));
      sheet.add(table, ends.stream().map(Column::seen).toList());
    }
    return wrong;
  }

  private static Column run(Table table, String listener, Pass pass) {
    List<String> wrong = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    for (Row row : table.rows()) {
      try {
        seen.add(run(row, listener, pass));
      } catch (AssertionError | RuntimeException failed) {
        seen.add("wrong");
        wrong.add(listener + ' ' + row.id() + ", " + row.what() + ": " + failed);
      }
    }
    return new Column(seen, wrong);
  }

  private static String run(Row row, String listener, Pass pass) {
    double before = row.coldLookups() ? 0 : node().meter(MISSES);
    String seen = pass.run(trial(listener), row, WORDS.fill(row.send()));
    if (listener.equals(GATEWAY) && !seen.equals(SKIPPED)) {
      upstreamSaw(row);
    }
    if (!row.coldLookups()) {
      assertThat(node().meter(MISSES)).as("look-ups").isEqualTo(before);
    }
    return seen;
  }

  private static String runAtOnce(Trial trial, Row row, String bytes) {
    return trial.run(row, bytes);
  }

  private static String runByteByByte(Trial trial, Row row, String bytes) {
    if (bytes.length() > BYTE_BY_BYTE) {
      return SKIPPED;
    }
    trial.runByteByByte(row, bytes);
    return "as at once";
  }

  /** What the case may show to the upstream, then our own clean requests, and nothing else. */
  private static void upstreamSaw(Row row) {
    List<Seen> all = new ArrayList<>();
    while (!BACKEND.sawNothing()) {
      all.add(BACKEND.next());
    }
    List<Seen> rest = all.stream().filter(one -> !one.head().start().equals(PROBED)).toList();
    assertThat(all).hasSizeGreaterThan(rest.size());
    if (row.up() == null) {
      assertThat(rest).as("nothing upstream").isEmpty();
      return;
    }
    assertThat(rest).hasSize(1);
    assertThat(rest.get(0).head().start()).isEqualTo(row.up());
    row.hidden().forEach(name -> assertThat(rest.get(0).head().has(name)).as(name).isFalse());
  }
}
