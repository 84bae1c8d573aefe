// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.fuzz.Replay;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerParserTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final int OFFSPRING = 100_000;

  @Test
  void aBodyOfKnownLength() {
    assertThat(told(OK + "Content-Length: 5\r\nA:b \t\r\n\r\nhello"))
        .containsExactly("200 OK|Content-Length=5|A=b", "body hello", "end");
  }

  @Test
  void aBodyInChunksAndTrailers() {
    assertThat(
            told(
                OK
                    + "transfer-encoding: CHUNKED\r\n\r\n5\r\nhello\r\n1;x=\"y\"\r\n!\r\n"
                    + "2 \t\r\n..\r\n000\r\nA: 1\r\nB: 2\r\n\r\n"))
        .containsExactly("200 OK|transfer-encoding=CHUNKED", "body hello!..", "end|A=1|B=2");
  }

  @Test
  void aBodyThatTheEndOfTheConnectionEnds() {
    Recorded answer = new Recorded().asked(false).bytes("HTTP/1.0 200 \r\n\r\nhello");

    assertThat(answer.events()).containsExactly("200  and closes", "body hello");
    assertThat(answer.closed().events()).endsWith("end");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\n\r\nhell",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"
      })
  void aBodyThatBreaksOffHasNoEnd(String rest) {
    Recorded answer = new Recorded().asked(false).bytes(OK + rest).closed();

    assertThat(answer.events()).doesNotContain("end");
  }

  @Test
  void halfAHeadIsNoAnswer() {
    assertThat(new Recorded().asked(false).bytes("HTTP/1.1 2").closed().events()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"204 No Content", "304 Not Modified"})
  void someAnswersHaveNoBodyWhateverTheySay(String status) {
    assertThat(told("HTTP/1.1 " + status + "\r\nContent-Length: 5\r\n\r\n"))
        .containsExactly(status + "|Content-Length=5", "end");
  }

  @Test
  void anAnswerToHeadHasNoBodyWhateverItSays() {
    Recorded answer = new Recorded().asked(true).bytes(OK + "Transfer-Encoding: chunked\r\n\r\n");

    assertThat(answer.events()).containsExactly("200 OK|Transfer-Encoding=chunked", "end");
  }

  @Test
  void interimAnswersComeBeforeTheOneThatCountsAndMeanNothing() {
    assertThat(
            told(
                "HTTP/1.1 103 Early Hints\r\nA: 1\r\n\r\nHTTP/1.1 100\r\n\r\n"
                    + OK
                    + "Content-Length: 0\r\n\r\n"))
        .containsExactly("200 OK|Content-Length=0", "end");
  }

  @Test
  void interimAnswersAreBounded() {
    String hint = "HTTP/1.1 103 Early Hints\r\nA: 1\r\n\r\n";
    String answer = OK + "Content-Length: 0\r\n\r\n";

    assertThat(told(hint.repeat(8) + answer)).endsWith("end");
    assertThat(told(hint.repeat(9) + answer))
        .containsExactly("broken: interim answers without end");
  }

  @Test
  void whatFollowsASwitchIsNotRead() {
    assertThat(told("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n\1\2\r\n\r\n"))
        .containsExactly("switched");
  }

  @Test
  void bytesThatNobodyAskedForAreAnError() {
    String empty = OK + "Content-Length: 0\r\n\r\n";

    assertThat(new Recorded().bytes(empty).events())
        .containsExactly("broken: bytes that nobody asked for");
    assertThat(told(empty + empty)).endsWith("end", "broken: bytes that nobody asked for");
  }

  @ParameterizedTest
  @CsvSource({
    "Connection: close, false",
    "Connection: Keep-Alive, true",
    "'Connection: x, Close', false",
    "X: y, true",
  })
  void anAnswerSaysWhetherItsConnectionIsKept(String field, boolean kept) {
    String answered = told(OK + "Content-Length: 0\r\n" + field + "\r\n\r\n").get(0);

    assertThat(answered.endsWith(" and closes")).isEqualTo(!kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\n\n",
        "HTTP/1.1 200 OK\r\nA: 1\n\r\n",
        "HTTP/1.1 200 OK\r\nA: 1\r\n\n",
        "\r\nHTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.2 200 OK\r\n\r\n",
        "HTTP/2 200 OK\r\n\r\n",
        "http/1.1 200 OK\r\n\r\n",
        "HTTP/1.1  200 OK\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 099 OK\r\n\r\n",
        "HTTP/1.1 +20 OK\r\n\r\n",
        "HTTP/1.1 200 O\0K\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA\r\n\r\n",
        "HTTP/1.1 200 OK\r\n: b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA b: c\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\0c\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n",
        "HTTP/1.1 200 OK\r\n A: b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1 1\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\n.\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;\0\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1000000000000000\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n..\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n.\n0\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA\r\n\r\n",
      })
  void whatCouldBeReadInTwoWaysIsReadInNone(String bytes) {
    List<String> told = told(bytes);

    assertThat(told.get(told.size() - 1)).startsWith("broken: ");
  }

  @Test
  void headsFieldsAndLinesAreBounded() {
    assertThat(told(OK + "A: " + "b".repeat(70_000))).hasSize(1);
    assertThat(told(OK + "A: b\r\n".repeat(257) + "\r\n")).hasSize(1);
    assertThat(told(OK + "Transfer-Encoding: chunked\r\n\r\n" + "0".repeat(5_000))).hasSize(2);
    assertThat(told(OK + "Content-Length: 0\r\n" + "A: b\r\n".repeat(255) + "\r\n")).hasSize(2);
  }

  @Test
  void bytesOfAnyKindPassInValuesAsTheyAre() {
    assertThat(told(OK + "Content-Length: 0\r\nA: \u00e9\u00ff\tx\r\n\r\n"))
        .first()
        .isEqualTo("200 OK|Content-Length=0|A=\u00e9\u00ff\tx");
  }

  @Test
  void inWhateverPiecesBytesComeTheyMeanTheSame() {
    Replay.run(
        Replay.corpus(AnswerParserTest.class, "upstream-answer"),
        OFFSPRING,
        AnswerFuzz::fuzzerTestOneInput);
  }

  private static List<String> told(String bytes) {
    byte[] latin1 = bytes.getBytes(StandardCharsets.ISO_8859_1);
    return new Recorded().asked(false).bytes(latin1, 0, latin1.length).events();
  }
}
