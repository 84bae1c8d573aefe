// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.postgres.PostgresExtension;
import dev.latchkey.keys.postgres.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every answer of the admin listener says to a browser, and what strangers may ask. */
@ExtendWith(PostgresExtension.class)
class HardeningIT {
  private static final String KEYS = "/admin/v1/keys";
  private static final String HOOKS = "/admin/v1/webhooks";
  private static final String DOCUMENT = "/admin/v1/openapi.json";

  private RunningAdmin admin;

  @BeforeEach
  void start(TestDatabase database) {
    admin = new RunningAdmin(database);
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  @Test
  void anAddressOnAPrivateNetworkIsRefusedWithWhatToDo(TestDatabase database) {
    try (RunningAdmin cautious = new RunningAdmin(database, TestConfig.withPublicWebhooks())) {
      String token = cautious.token("owner");
      for (String url : List.of("http://10.1.2.3/hook", "https://[::1]/", "http://169.254.1.1/")) {
        Reply refused = cautious.post(HOOKS, token, "{\"url\":\"" + url + "\"}");
        assertThat(refused.errors()).as(url).containsExactly("/url private_address");
        assertThat(refused.at("/errors/0/detail")).contains("private network", "privateWebhooks");
      }
      Reply unknown = cautious.post(HOOKS, token, "{\"url\":\"ftp://example.test/\"}");
      assertThat(unknown.errors()).containsExactly("/url invalid_address");
      assertThat(unknown.at("/errors/0/detail")).contains("http or https");
    }
  }

  @Test
  void everyAnswerKeepsABrowserFromMakingMoreOfIt() {
    List<Reply> replies =
        List.of(
            admin.get(KEYS, admin.token("owner")),
            admin.send("GET", KEYS, null, null),
            admin.send("GET", "/nowhere", null, null),
            admin.send("PUT", KEYS, null, null),
            admin.send("OPTIONS", KEYS, null, null, "Origin", "https://evil.test"),
            admin.post(KEYS, admin.token("owner"), "{"),
            admin.send("GET", DOCUMENT, null, null));

    assertThat(replies)
        .allSatisfy(
            reply -> {
              assertThat(reply.header("Content-Security-Policy"))
                  .isEqualTo("default-src 'none'; frame-ancestors 'none'");
              assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
              assertThat(reply.header("X-Frame-Options")).isEqualTo("DENY");
              assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
              assertThat(reply.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
              assertThat(reply.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
              assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
              assertThat(reply.header("Access-Control-Allow-Origin")).isEmpty();
              assertThat(reply.header("Access-Control-Allow-Credentials")).isEmpty();
              assertThat(reply.header("Server")).isEmpty();
            });
  }

  @Test
  void strangersAreServedSoOftenAMinuteAndThenAskedToWait() {
    for (int i = 0; i < 120; i++) {
      assertThat(admin.send("GET", DOCUMENT, null, null).status()).isEqualTo(200);
    }

    Reply tooMany = admin.send("GET", DOCUMENT, null, null);
    Reply known = admin.get(KEYS, admin.token("owner"));
    admin.clock.advance(Duration.ofMinutes(1));

    assertThat(tooMany.status()).isEqualTo(429);
    assertThat(tooMany.code()).isEqualTo("rate_limited");
    assertThat(tooMany.header("Retry-After")).isEqualTo("60");
    assertThat(known.status()).isEqualTo(200);
    assertThat(admin.send("GET", DOCUMENT, null, null).status()).isEqualTo(200);
  }

  @Test
  void aSignedMessageOfTooManyBytesIsNotReadToItsEnd() {
    Reply reply =
        admin.send(
            "POST",
            "/admin/v1/leaks/github",
            null,
            " ".repeat((1 << 20) + 1),
            "Content-Type",
            "application/json");

    assertThat(reply.status()).isEqualTo(413);
  }

  @Test
  void aPackedBodyIsNotUnpacked() {
    Reply reply =
        admin.send(
            "POST",
            "/admin/v1/leaks/github",
            null,
            "[]",
            "Content-Type",
            "application/json",
            "Content-Encoding",
            "gzip");

    assertThat(reply.status()).isEqualTo(415);
  }
}
