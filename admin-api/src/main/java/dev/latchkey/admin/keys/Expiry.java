// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import dev.latchkey.admin.json.Members;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Faults;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a key shall end, as it was asked for: an instant, or a span from now on, or nothing.
 *
 * @param member the name it was sent under, for faults
 */
public record Expiry(String member, @Nullable Instant at, @Nullable Duration after) {
  static final String AT = "expiresAt";
  private static final String DAYS = "expiresInDays";
  private static final String SECONDS = "expiresInSeconds";
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  /** Nothing was asked for. */
  public static final Expiry NONE = new Expiry(AT, null, null);

  /** A span from now on. */
  public static Expiry after(Duration span) {
    return new Expiry(SECONDS, null, span);
  }

  static Expiry read(Members members) {
    List<String> sent = List.of(AT, DAYS, SECONDS).stream().filter(members::hasValue).toList();
    if (sent.size() > 1) {
      sent.forEach(name -> members.faults().add("/" + name, FaultCode.ONE_EXPIRY_ONLY));
      return NONE;
    }
    Long days = members.integer(DAYS);
    if (days != null) {
      return new Expiry(DAYS, null, Duration.ofDays(days));
    }
    Long seconds = members.integer(SECONDS);
    if (seconds != null) {
      return new Expiry(SECONDS, null, Duration.ofSeconds(seconds));
    }
    return new Expiry(AT, members.instant(AT), null);
  }

  /** The instant; null for no end. An instant that is not to come is a fault. */
  @Nullable Instant resolve(Instant now, Faults faults) {
    Instant end = after == null ? at : now.plus(after).truncatedTo(ChronoUnit.MILLIS);
    if (end != null && !end.isAfter(now)) {
      faults.add("/" + member, FaultCode.IN_THE_PAST);
    } else if (end != null && end.isAfter(LAST)) {
      faults.add("/" + member, FaultCode.INVALID_INSTANT);
    }
    return end;
  }
}
