// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.record.LogLine.Member;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogLineTest {
  private final LogLine line = new LogLine();

  @Test
  void whatWasWrittenIsReadBackByAnyParser() throws IOException {
    String hostile = "a\"b\\c\n\r\t\u0000\u001b[31m\u007f\u2028\u1ec7\ud83d\ude00";

    String text =
        written(line.begin().text(new Member("path"), hostile).number(new Member("status"), 200));

    assertThat(new JsonObject(text).getString("path")).isEqualTo(hostile);
    assertThat(new JsonObject(text).getInteger("status")).isEqualTo(200);
    assertThat(text).matches("[ -~]+");
  }

  @Test
  void numbersAreWrittenToTheirLastDigit() throws IOException {
    for (long value : new long[] {0, 9, 10, -1, -10, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(written(line.begin().number(new Member("n"), value)))
          .isEqualTo("{\"n\":" + value + "}");
    }
  }

  @Test
  void instantsHaveTheirMilliseconds() throws IOException {
    for (String time :
        new String[] {
          "2026-01-02T03:04:05.006Z", "2026-01-02T03:04:05.600Z", "1969-12-31T23:59:59.999Z"
        }) {
      long millis = Instant.parse(time).toEpochMilli();

      assertThat(written(line.begin().time(new Member("time"), millis)))
          .isEqualTo("{\"time\":\"" + time + "\"}");
    }
  }

  @Test
  void aLongLineAfterAShortOneIsWhole() throws IOException {
    written(line.begin().text(new Member("a"), "b"));

    assertThat(
            new JsonObject(written(line.begin().text(new Member("a"), "x".repeat(5_000))))
                .getString("a"))
        .hasSize(5_000);
  }

  private static String written(LogLine line) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    line.endOnto(out);
    String text = out.toString(StandardCharsets.US_ASCII);
    assertThat(text).endsWith("}\n");
    return text.substring(0, text.length() - 1);
  }
}
