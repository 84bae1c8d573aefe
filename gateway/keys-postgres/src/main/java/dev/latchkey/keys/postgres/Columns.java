// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.Limit;
import dev.latchkey.keys.Quota;
import dev.latchkey.keys.Scope;
import dev.latchkey.keys.Validity;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Values as the driver has them, and as we have them. */
final class Columns {
  private Columns() {}

  static @Nullable OffsetDateTime time(@Nullable Instant instant) {
    return instant == null ? null : required(instant);
  }

  /** Cut to the database's microseconds, so that what is read back is what was written. */
  static OffsetDateTime required(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  static @Nullable Instant instant(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }

  static Validity validity(Row row) {
    return new Validity(
        row.getBoolean("enabled"),
        instant(row, "not_before"),
        instant(row, "expires_at"),
        instant(row, "revoked_at"));
  }

  /**
   * What a key may do, as stored. When scopes, limits or quota cannot be read there is no scope,
   * hence 403 on every route that asks for one: a limit that cannot be read must not become no
   * limit.
   *
   * @param corrupt why they cannot be read; null if they can
   */
  record Rights(
      SortedSet<Scope> scopes,
      List<Limit> limits,
      @Nullable Quota quota,
      @Nullable String corrupt) {}

  static Rights rights(Row row) {
    SortedSet<Scope> scopes = new TreeSet<>();
    try {
      List<Limit> limits = LimitJson.read(row.getJsonArray("limits"));
      for (String id : row.getArrayOfStrings("scopes")) {
        scopes.add(new Scope(id));
      }
      return new Rights(scopes, limits, QuotaJson.read(row.getJsonObject("quota")), null);
    } catch (RuntimeException unreadable) {
      return new Rights(new TreeSet<>(), List.of(), null, unreadable.toString());
    }
  }

  static String[] scopes(SortedSet<Scope> scopes) {
    return scopes.stream().map(Scope::id).toArray(String[]::new);
  }

  static List<String> texts(Row row, String column) {
    return List.of(row.getArrayOfStrings(column));
  }
}
