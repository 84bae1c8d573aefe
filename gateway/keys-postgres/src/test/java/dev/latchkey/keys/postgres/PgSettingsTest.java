// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.keys.postgres.PgSettings.Tls;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PgSettingsTest {
  @Test
  void everyPartOfTheUrlCounts() {
    PgSettings settings =
        parse(
            "postgresql://keys@db.example.test:6432/latch"
                + "?sslmode=verify-ca&sslrootcert=%2Fetc%2Fca.pem",
            "sesame");

    assertThat(settings.host()).isEqualTo("db.example.test");
    assertThat(settings.port()).isEqualTo(6432);
    assertThat(settings.database()).isEqualTo("latch");
    assertThat(settings.user()).isEqualTo("keys");
    assertThat(settings.tls()).isEqualTo(Tls.VERIFY_CA);
    assertThat(settings.rootCertificate()).isEqualTo(Path.of("/etc/ca.pem"));
    assertThat(settings.toString()).doesNotContain("sesame");
  }

  @ParameterizedTest(name = "{0} without sslmode is {1}")
  @CsvSource({
    "localhost, DISABLE",
    "127.0.0.1, DISABLE",
    "[::1], DISABLE",
    "10.0.0.7, VERIFY_FULL",
    "db.example.test, VERIFY_FULL",
    "localhost.example.test, VERIFY_FULL",
    "cafe, VERIFY_FULL",
  })
  void onlyThisMachineIsReachedInTheClearByDefault(String host, Tls expected) {
    PgSettings settings = parse("postgresql://keys@" + host + "/latch", null);

    assertThat(settings.tls()).isEqualTo(expected);
    assertThat(settings.port()).isEqualTo(5432);
  }

  @ParameterizedTest(name = "{0} is refused: {1}")
  @CsvSource({
    "mysql://keys@db/latch, postgresql://",
    "postgresql://db/latch, names a user",
    "postgresql://keys:sesame@db/latch, beside it",
    "postgresql://keys@db, a database",
    "postgresql://keys@db/latch?sslmode=require, verify-full",
    "postgresql://keys@db/latch?sslmode=prefer, verify-full",
    "postgresql://keys@db/latch?sslmodus=disable, sslmodus",
  })
  void whatIsUnsafeOrUnknownIsRefused(String url, String word) {
    assertThatThrownBy(() -> parse(url, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(word)
        .hasMessageNotContaining("sesame");
  }

  private static PgSettings parse(String url, @Nullable String password) {
    return PgSettings.parse(URI.create(url), password, 4);
  }
}
