// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code store}. */
final class StoreReader {
  private static final String DATA = "latchkey-data";
  private static final int POOL = 8;
  private static final int LARGEST_POOL = 64;

  private StoreReader() {}

  /** Embedded, beside the file, where nothing is said. */
  static StoreConfig absent(Reading reading) {
    return new StoreConfig(
        new StoreConfig.Embedded(reading.base().resolve(DATA)),
        null,
        true,
        null,
        List.of(),
        RetentionConfig.DEFAULT);
  }

  static StoreConfig read(Section section) {
    Value embedded = section.get("embedded");
    Value postgres = section.get("postgres");
    if (embedded == null && postgres == null) {
      section.problem("\"store\" says nothing about where", "give embedded or postgres");
    } else if (embedded != null && postgres != null) {
      section.problem("\"store\" has both embedded and postgres", "keep one of them");
    }
    StoreConfig.Embedded ours = embedded == null ? null : embedded(embedded, section.reading());
    StoreConfig.Postgres theirs = postgres == null ? null : postgres(postgres);
    boolean migrate = section.flag("migrate", embedded != null);
    Value pepperValue = section.get("pepper");
    SecretValue pepper = pepperValue == null ? null : SecretReader.strong(pepperValue);
    List<SecretValue> retired = retired(section, pepper);
    RetentionConfig retention = retention(section);
    section.finish();
    return new StoreConfig(ours, theirs, migrate, pepper, retired, retention);
  }

  private static RetentionConfig retention(Section store) {
    RetentionConfig usual = RetentionConfig.DEFAULT;
    Section section = store.section("retention");
    if (section == null) {
      return usual;
    }
    Duration month = Duration.ofDays(31);
    RetentionConfig retention =
        new RetentionConfig(
            section.duration("minutes", Duration.ofDays(1), month, usual.minutes()),
            section.duration("hours", Duration.ofDays(7), Duration.ofDays(730), usual.hours()),
            section.duration("days", month, Duration.ofDays(3_650), usual.days()),
            section.duration("calls", Duration.ofHours(1), month, usual.calls()));
    section.finish();
    return retention;
  }

  private static StoreConfig.Embedded embedded(Value value, Reading reading) {
    Section section = value.sectionOrNothing();
    Path data = section == null ? null : section.path("data");
    if (section != null) {
      section.finish();
    }
    return new StoreConfig.Embedded(data == null ? reading.base().resolve(DATA) : data);
  }

  private static StoreConfig.@Nullable Postgres postgres(Value value) {
    Section section = value.section();
    if (section == null) {
      return null;
    }
    Value urlValue = section.need("url", PostgresUrl.HINT);
    URI url = urlValue == null ? null : PostgresUrl.read(urlValue);
    Value passwordValue = section.get("password");
    SecretValue password = passwordValue == null ? null : SecretReader.any(passwordValue);
    int poolSize = (int) section.number("poolSize", 1, LARGEST_POOL, POOL);
    section.finish();
    return url == null ? null : new StoreConfig.Postgres(url, password, poolSize);
  }

  private static List<SecretValue> retired(Section section, @Nullable SecretValue pepper) {
    List<SecretValue> retired = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    if (pepper != null) {
      seen.add(pepper.reveal());
    }
    for (Value item : section.items("retiredPeppers")) {
      SecretValue secret = SecretReader.any(item);
      if (secret != null && !seen.add(secret.reveal())) {
        item.problem("this pepper is in use already", "remove it from the retired ones");
      } else if (secret != null) {
        retired.add(secret);
      }
    }
    return List.copyOf(retired);
  }
}
