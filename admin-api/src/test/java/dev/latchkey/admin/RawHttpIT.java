// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AdminExtension.class)
class RawHttpIT {
  private static final String KEYS = "/admin/v1/keys";

  private final RunningAdmin admin;
  private final String owner;

  RawHttpIT(RunningAdmin admin) {
    this.admin = admin;
    this.owner = admin.token("owner");
  }

  @Test
  void aChunkedBodyIsCountedToo() {
    String head =
        "POST /admin/v1/keys HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Authorization: Bearer "
            + owner
            + "\r\nTransfer-Encoding: chunked\r\n\r\n";
    String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";

    String answer = RawHttp.send(admin.port(), head + chunk.repeat(17));

    assertThat(answer).startsWith("HTTP/1.1 413 ").containsIgnoringCase("connection: close");
  }

  @Test
  void brokenHttpIsAnsweredAndTheConnectionEnds() {
    String line = RawHttp.send(admin.port(), "GET / HTTP/1.1\r\nHost : x\r\n\r\n");
    String head =
        RawHttp.send(
            admin.port(), "GET / HTTP/1.1\r\nHost: x\r\nX-Big: " + "a".repeat(20_000) + "\r\n\r\n");
    String uri = RawHttp.send(admin.port(), "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\n\r\n");
    String escape = RawHttp.get(admin.port(), KEYS + "?q=%zz", owner).body();

    assertThat(line).startsWith("HTTP/1.1 400 ").contains("bad_request");
    assertThat(head).startsWith("HTTP/1.1 431 ").contains("header_too_large");
    assertThat(uri).contains(" 414 ", "uri_too_long");
    assertThat(escape).contains("validation_failed");
    for (String target :
        List.of("/admin/v1/%zz", "*", "x", "/%", "http://[x/", "/admin/v1/keys/%00")) {
      assertThat(RawHttp.get(admin.port(), target, owner).status()).as(target).isBetween(400, 404);
    }
  }

  @Test
  void cleartextHttp2IsNotOffered() {
    String answers =
        RawHttp.send(
            admin.port(),
            String.join(
                "\r\n",
                "GET /admin/v1/me HTTP/1.1",
                "Host: x",
                "Connection: Upgrade, HTTP2-Settings",
                "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABkAAQAAP__",
                "",
                "GET /admin/v1/me HTTP/1.1",
                "Host: x",
                "Connection: close",
                "",
                ""));

    assertThat(answers).startsWith("HTTP/1.1 401").doesNotContain("HTTP/1.1 101");
  }

  @Test
  void whatCanBeReadInTwoWaysIsRefusedAsOnEveryListener() {
    String head = "GET /admin/v1/openapi.json HTTP/1.1\r\n";
    List<String> ambiguous =
        List.of(
            head + "\r\n",
            head + "Host: x\r\nHost: x\r\n\r\n",
            head + "Host: x\r\nX: a\r\n b\r\n\r\n",
            head + "Host: x\r\nTransfer-Encoding: ,chunked\r\n\r\n0\r\n\r\n");

    for (String request : ambiguous) {
      String answer = RawHttp.send(admin.port(), request);
      assertThat(answer).as(request).startsWith("HTTP/1.1 400 ").contains("\"bad_request\"");
      assertThat(answer).as(request).containsIgnoringCase("connection: close");
    }
  }

  @Test
  void anUnknownVersionIs505() {
    String answer = RawHttp.send(admin.port(), "GET / HTTP/1.2\r\nHost: x\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 505 ").contains("version_not_supported");
  }

  @Test
  void thereIsRoomForALongToken() {
    String answer =
        RawHttp.send(
            admin.port(),
            "GET /admin/v1/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                + "a".repeat(12_000)
                + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 401 ");
  }
}
