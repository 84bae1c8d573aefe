// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Http1HeadTest {
  private static final byte[] AUTHORITY = "backend.test:81".getBytes(StandardCharsets.US_ASCII);

  private final Http1Head head = new Http1Head();

  @Test
  void theAuthorityComesFirst() {
    head.begin("GET", "/a?b=c", AUTHORITY).accept("X-Key", "one");
    head.accept(new AsciiString("X-Other"), new AsciiString("two, three"));

    assertThat(written().lines())
        .containsExactly(
            "GET /a?b=c HTTP/1.1",
            "Host: backend.test:81",
            "X-Key: one",
            "X-Other: two, three",
            "");
  }

  @Test
  void nothingOfOneHeadIsInTheNext() {
    head.begin("POST", "/a", AUTHORITY).accept("Content-Length", "5");
    written();

    assertThat(head.begin("GET", "/", AUTHORITY).hasLength()).isFalse();
    assertThat(written()).isEqualTo("GET / HTTP/1.1\r\nHost: backend.test:81\r\n\r\n");
  }

  @Test
  void aBodyWithoutALengthComesInChunks() {
    head.begin("POST", "/", AUTHORITY).chunked();

    assertThat(written()).endsWith("\r\ntransfer-encoding: chunked\r\n\r\n");
  }

  @Test
  void lengthAndUpgradeAreKnownHoweverTheyAreSpelled() {
    head.begin("POST", "/", AUTHORITY).accept("content-LENGTH", "5");
    head.accept(new AsciiString("UPGRADE"), "websocket");

    assertThat(head.hasLength()).isTrue();
    assertThat(head.hasUpgrade()).isTrue();
  }

  @Test
  void whatIsLongerThanUsualIsWholeAllTheSame() {
    String value = "v".repeat(100_000);
    head.begin("GET", "/" + "p".repeat(9_000), AUTHORITY).accept("X-Long", value);

    assertThat(written()).hasSizeGreaterThan(109_000).endsWith("\r\nX-Long: " + value + "\r\n\r\n");
  }

  @Test
  void octetsBeyondAsciiStayWhatTheyAre() {
    head.begin("GET", "/", AUTHORITY).accept("X-Name", "caf\u00e9\ttab");

    assertThat(written()).endsWith("X-Name: caf\u00e9\ttab\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\rb", "a\nb", "a\0b", "a\u007fb", "a\r\nX-Other: b"})
  void nothingEndsAFieldEarly(String bad) {
    head.begin("GET", "/", AUTHORITY);

    assertThatIllegalArgumentException().isThrownBy(() -> head.accept("X-Key", bad));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> head.accept("X-Key", new AsciiString(bad)));
    assertThatIllegalArgumentException().isThrownBy(() -> head.accept("X" + bad, "v"));
  }

  @Test
  void everyOctetIsJudgedAlikeWhereverItStands() {
    for (int place = 0; place < 19; place++) {
      for (char octet = 0; octet <= 0xFF; octet++) {
        String text = "a".repeat(place) + octet + "\u00ff".repeat(18 - place);
        boolean inValue = octet == '\t' || (octet >= ' ' && octet != 0x7F);

        assertThat(takes("X-Key", text)).as("%d at %d", (int) octet, place).isEqualTo(inValue);
        assertThat(takes(text, "v"))
            .as("%d at %d of a name", (int) octet, place)
            .isEqualTo(octet > ' ' && octet != 0x7F);
      }
    }
  }

  private boolean takes(String name, String value) {
    try {
      head.begin("GET", "/", AUTHORITY).accept(name, value);
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a b", "/a\r\nHost: b", "/\t"})
  void nothingEndsTheTargetEarly(String bad) {
    assertThatIllegalArgumentException().isThrownBy(() -> head.begin("GET", bad, AUTHORITY));
  }

  private String written() {
    ByteBuf bytes = head.whole(UnpooledByteBufAllocator.DEFAULT);
    String text = bytes.toString(StandardCharsets.ISO_8859_1);
    bytes.release();
    return text;
  }
}
