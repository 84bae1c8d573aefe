// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.accept;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyFramingTest {
  @ParameterizedTest(name = "{0}: {1} has a body: {2}")
  @CsvSource({
    "Content-Length,    5,       true",
    "Content-Length,    0,       false",
    "Transfer-Encoding, chunked, true",
    "X-Other,           5,       false"
  })
  void onlyFramingFieldsMakeABody(String name, String value, boolean body) {
    MultiMap fields = HttpHeaders.headers().add(name, value);

    assertThat(BodyFraming.hasBody(request(HttpVersion.HTTP_1_1, fields))).isEqualTo(body);
  }

  @ParameterizedTest(name = "length \"{0}\" is {1}")
  @CsvSource({
    "0,                     0",
    "5,                     5",
    "002,                   2",
    "999999999999999999,    999999999999999999",
    "9999999999999999999,   -1",
    "'',                    -1",
    "-1,                    -1",
    "+5,                    -1",
    "0x5,                   -1",
    "'5, 5',                -1",
    "' 5',                  -1"
  })
  void aLengthIsDigitsAlone(String field, long length) {
    assertThat(BodyFraming.length(field)).isEqualTo(length);
  }

  @Test
  void noLengthIsNone() {
    assertThat(BodyFraming.length(null)).isEqualTo(-1);
  }

  @ParameterizedTest(name = "{0} with Expect: {1} waits: {2}")
  @CsvSource({
    "HTTP_1_1, 100-continue, true",
    "HTTP_1_1, 100-Continue, true",
    "HTTP_1_0, 100-continue, false",
    "HTTP_1_1, y,            false"
  })
  void onlyHttp11WaitsToBeToldToGoOn(HttpVersion version, String expect, boolean waits) {
    MultiMap fields = HttpHeaders.headers().add("Expect", expect);

    assertThat(BodyFraming.expectsContinue(request(version, fields))).isEqualTo(waits);
  }

  private static HttpServerRequest request(HttpVersion version, MultiMap fields) {
    return Exchanges.request(version, fields);
  }
}
