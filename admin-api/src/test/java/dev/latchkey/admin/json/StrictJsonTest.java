// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{}{}",
        "{} x",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":1}}",
        "{'a':1}",
        "{a:1}",
        "[1,]",
        "NaN",
        "{\"n\":1e1000000}",
        "{\"n\":-1e999}",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "{\"\\udc00\":1}",
        "// no\n{}",
        "\uFEFF{}"
      })
  void whatHasTwoReadingsOrNoneIsRefused(String text) {
    assertThatThrownBy(() -> StrictJson.parse(text)).isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void depthAndNumbersAreBounded() {
    assertThatThrownBy(() -> StrictJson.parse("[".repeat(33) + "]".repeat(33)))
        .isInstanceOf(MalformedJsonException.class);
    assertThatThrownBy(() -> StrictJson.parse("9".repeat(1_000_000)))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void onlyUtf8IsRead() {
    assertThatThrownBy(() -> StrictJson.parse("{}".getBytes(StandardCharsets.UTF_16LE)))
        .isInstanceOf(MalformedJsonException.class);
    assertThatThrownBy(() -> StrictJson.parse(new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'}))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void theMessageNeverQuotesTheText() {
    assertThatThrownBy(() -> StrictJson.parse("{\"secret\":hunter2}"))
        .hasMessageStartingWith("line 1, column ")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void goodTextIsRead() throws MalformedJsonException {
    assertThat(StrictJson.parse("{\"a\":[1,2.5,\"Đ😀\",null,true]}").toString())
        .isEqualTo("{\"a\":[1,2.5,\"Đ😀\",null,true]}");
  }
}
