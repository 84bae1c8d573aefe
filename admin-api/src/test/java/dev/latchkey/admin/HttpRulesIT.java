// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(AdminExtension.class)
class HttpRulesIT {
  private static final String KEYS = "/admin/v1/keys";
  private static final String GOOD = "{\"profile\":\"agent\",\"name\":\"x\"}";

  private final RunningAdmin admin;
  private final String owner;

  HttpRulesIT(RunningAdmin admin) {
    this.admin = admin;
    this.owner = admin.token("owner");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
        "application/merge-patch+json",
        "application/jsonp",
        ""
      })
  void bi181OtherMediaTypesAre415(String type) {
    Reply reply = admin.send("POST", KEYS, owner, GOOD, "Content-Type", type);

    assertThat(reply.status()).isEqualTo(415);
    assertThat(reply.code()).isEqualTo("unsupported_media_type");
  }

  @Test
  void aMissingMediaTypeAndACodedBodyAre415() {
    assertThat(admin.send("POST", KEYS, owner, GOOD).status()).isEqualTo(415);
    assertThat(
            admin
                .send(
                    "POST",
                    KEYS,
                    owner,
                    GOOD,
                    "Content-Type",
                    "application/json",
                    "Content-Encoding",
                    "gzip")
                .status())
        .isEqualTo(415);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "Application/JSON; charset=UTF-8"})
  void jsonIsTakenHoweverItIsWritten(String type) {
    assertThat(admin.send("POST", KEYS, owner, GOOD, "Content-Type", type).status()).isEqualTo(201);
  }

  @Test
  void bi182ABodyBeyondOneMebibyteIs413() {
    String exact = "{\"x\":\"" + "y".repeat((1 << 20) - 8) + "\"}";

    assertThat(admin.post(KEYS, owner, exact).status()).isEqualTo(400);
    assertThat(admin.post(KEYS, owner, exact + " ").code()).isEqualTo("payload_too_large");
    assertThat(admin.post(KEYS, owner, exact + " ").status()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "]",
        "[]",
        "null",
        "{\"profile\":\"agent\",\"name\":\"x\"} x",
        "{\"name\":\"x\",\"scopes\":[\"a\"],\"scopes\":[\"admin\"]}",
        "{\"name\":\"x\",\"expiresInDays\":1e1000000}",
        "{\"name\":\"a\\u0000b\"}",
        "{\"@class\":\"java.util.HashMap\"}"
      })
  void malformedBodiesAre400(String body) {
    Reply reply = admin.post(KEYS, owner, body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("validation_failed");
    assertThat(reply.errors()).isNotEmpty();
  }

  @Test
  void deepBodiesAndLongNumbersAre400() {
    String deep = "{\"metadata\":" + "[".repeat(40) + "]".repeat(40) + "}";
    String digits = "{\"name\":" + "9".repeat(900_000) + "}";

    assertThat(admin.post(KEYS, owner, deep).status()).isEqualTo(400);
    assertThat(admin.post(KEYS, owner, digits).status()).isEqualTo(400);
  }

  @Test
  void bi193AHundredThousandItemsAreRefusedAtOnce() {
    String tags = "\"a\",".repeat(100_000) + "\"b\"";
    String body = "{\"profile\":\"agent\",\"name\":\"x\",\"tags\":[" + tags + "]}";

    Reply reply = assertTimeout(Duration.ofSeconds(2), () -> admin.post(KEYS, owner, body));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.errors()).hasSizeLessThan(200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, 404",
    "GET, /admin, 404",
    "GET, /admin/v1, 404",
    "GET, /admin/v2/keys, 404",
    "GET, /admin/v1/keys/a/b/c, 404",
    "GET, /admin/v1/%6beys, 404",
    "GET, /admin/v1/./keys, 404",
    "GET, /admin/v1/keys/., 404",
    "GET, /admin/v1/keys/.., 404",
    "GET, /admin/v1/x/../keys, 404",
    "GET, /admin/v1//keys, 404",
    "GET, /admin/v1/keys;x, 404",
    "GET, /leads/1, 404",
    "PUT, /admin/v1/keys, 405",
    "DELETE, /admin/v1/me, 405",
    "OPTIONS, /admin/v1/keys, 405",
    "HEAD, /admin/v1/keys/import, 405",
    "HEAD, /admin/v1/nowhere, 404"
  })
  void whatTheTableDoesNotKnowIs404Or405WithAndWithoutAToken(
      String method, String path, int status) {
    Reply nobody = admin.send(method, path, null, null);
    Reply known = admin.send(method, path, owner, null);

    assertThat(nobody.status()).isEqualTo(status);
    assertThat(known.status()).isEqualTo(status);
    assertThat(nobody.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(nobody.header("Access-Control-Allow-Origin")).isEmpty();
    if (status == 405) {
      assertThat(nobody.header("Allow")).isNotEmpty();
    }
  }

  @Test
  void aNameThatBeginsWithADotIsANameLikeAnyOther() {
    assertThat(admin.send("GET", KEYS + "/.a", null, null).status()).isEqualTo(401);
    assertThat(admin.send("GET", KEYS + "/.a", owner, null).status()).isEqualTo(404);
  }

  @Test
  void allowNamesTheMethodsOfThePath() {
    assertThat(admin.send("PUT", KEYS, null, null).header("Allow")).isEqualTo("GET, HEAD, POST");
    assertThat(admin.send("POST", KEYS + "/1", null, null).header("Allow"))
        .isEqualTo("DELETE, GET, HEAD, PATCH");
  }

  @Test
  void aLiteralSegmentIsNeverTakenForAnId() {
    Reply reply = admin.send("GET", KEYS + "/import", owner, null);

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("Allow")).isEqualTo("POST");
  }

  @Test
  void everyAnswerHasItsIdAndIsNeitherStoredNorSniffed() {
    Reply sent = admin.send("GET", KEYS, owner, null, "X-Request-Id", "abc-123");
    Reply odd = admin.send("GET", KEYS, owner, null, "X-Request-Id", "a b");
    Reply refused = admin.send("GET", "/nowhere", null, null, "X-Request-Id", "x".repeat(129));

    assertThat(sent.header("X-Request-Id")).isEqualTo("abc-123");
    assertThat(odd.header("X-Request-Id")).matches("[0-9a-f]{32}");
    assertThat(refused.at("/requestId"))
        .isEqualTo(refused.header("X-Request-Id"))
        .matches("[0-9a-f]{32}");
    assertThat(refused.at("/instance")).isEqualTo("/nowhere");
    assertThat(refused.at("/type")).endsWith("/not-found");
    for (Reply reply : List.of(sent, refused)) {
      assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
      assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(reply.header("Server")).isEmpty();
    }
  }

  @Test
  void textsAreInTheCallersLanguageAndCodesAreNot() {
    Reply reply =
        admin.send(
            "POST",
            KEYS,
            owner,
            "{}",
            "Content-Type",
            "application/json",
            "Accept-Language",
            "vi-VN,vi;q=0.9");

    assertThat(reply.code()).isEqualTo("validation_failed");
    assertThat(reply.at("/title")).isEqualTo("Dữ liệu không hợp lệ");
    assertThat(reply.at("/errors/0/detail")).isEqualTo("là bắt buộc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic eDp5", "Bearer", "Bearer ", "Bearer a b", "bearer x.y.z"})
  void whatIsNoTokenIs401(String authorization) {
    Reply reply = admin.send("GET", KEYS, null, null, "Authorization", authorization);

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
  }

  @Test
  void anApiKeyOpensNothingHere() {
    String secret = admin.post(KEYS, owner, GOOD).at("/secret");

    assertThat(admin.get(KEYS, secret).status()).isEqualTo(401);
    assertThat(admin.send("GET", KEYS, null, null, "X-API-Key", secret).status()).isEqualTo(401);
  }

  @Test
  void twoTokensAreNone() {
    Reply reply = admin.send("GET", KEYS, owner, null, "Authorization", "Bearer " + owner);

    assertThat(reply.status()).isEqualTo(401);
  }
}
