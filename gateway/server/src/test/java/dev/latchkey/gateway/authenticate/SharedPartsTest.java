// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.identify.ScopeIndex;
import dev.latchkey.keys.KeyGrant;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Limit;
import dev.latchkey.keys.Quota;
import dev.latchkey.keys.Scope;
import dev.latchkey.keys.SharedLimits;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SharedPartsTest {
  private final SharedParts shared =
      new SharedParts(new ScopeIndex(List.of(new Scope("leads:read"), new Scope("leads:write"))));

  @Test
  void twoKeysOfOneKindKeepTheirPartsOnce() {
    KeyGrant one = shared.grant(row("one", "leads:read"));
    KeyGrant two = shared.grant(row("two", "leads:read"));

    assertThat(two.tenant()).isSameAs(one.tenant());
    assertThat(two.scopes()).isSameAs(one.scopes());
    assertThat(two.shared()).isSameAs(one.shared());
    assertThat(shared.scopes(two.scopes())).isSameAs(shared.scopes(one.scopes()));
  }

  @Test
  void sharingChangesNothingOfAKey() {
    KeyGrant row = row("one", "leads:read");

    assertThat(shared.grant(row)).isEqualTo(row);
  }

  @Test
  void otherScopesStayOthers() {
    KeyGrant reads = shared.grant(row("one", "leads:read"));
    KeyGrant writes = shared.grant(row("two", "leads:write"));

    assertThat(shared.scopes(reads.scopes()).text()).isEqualTo("leads:read");
    assertThat(shared.scopes(writes.scopes()).text()).isEqualTo("leads:write");
    assertThat(
            shared.scopes(reads.scopes()).mask().coversAll(shared.scopes(writes.scopes()).mask()))
        .isFalse();
  }

  private static KeyGrant row(String name, String scope) {
    TreeSet<Scope> scopes = new TreeSet<>();
    scopes.add(new Scope(scope));
    return new KeyGrant(
        new KeyId(new UUID(0x7000L, 0x8000000000000001L)),
        new UUID(1, 2),
        false,
        null,
        new Tenant("t1"),
        "agent",
        name,
        "live",
        scopes,
        "pro",
        List.of(new Limit("hour", 7, Duration.ofHours(1), null)),
        List.of("10.0.0.0/8"),
        "buyer",
        Validity.UNLIMITED,
        Instant.EPOCH,
        false,
        new SharedLimits(
            new UUID(3, 4), null, List.of(new Limit("minute", 5, Duration.ofMinutes(1), null))),
        new Quota("day", 9, Quota.Period.DAY));
  }
}
