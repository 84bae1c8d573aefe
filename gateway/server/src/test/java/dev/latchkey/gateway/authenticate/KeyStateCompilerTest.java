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
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyStateCompilerTest {
  private final KeyStateCompiler compiler =
      new KeyStateCompiler(
          new ScopeIndex(List.of(new Scope("leads:read"), new Scope("leads:write"))),
          Map.of("agent", new KeyStateCompiler.ProfileRules(null, Map.of())),
          Map.of());

  @Test
  void twoKeysOfOneKindKeepTheirPartsOnce() {
    KeyState one = compiled("one", "leads:read");
    KeyState two = compiled("two", "leads:read");

    assertThat(two.tenant()).isSameAs(one.tenant());
    assertThat(two.scopes()).isSameAs(one.scopes());
    assertThat((Object) two.texts().scopes()).isSameAs(one.texts().scopes());
    assertThat(two.limits()).isSameAs(one.limits());
    assertThat(two.together()).isSameAs(one.together());
  }

  @Test
  void aGrantPutTogetherAnewIsTheOneOfBefore() {
    assertThat(compiled("one", "leads:read").grant()).isEqualTo(row("one", "leads:read"));
  }

  @Test
  void otherScopesStayOthers() {
    KeyState reads = compiled("one", "leads:read");
    KeyState writes = compiled("two", "leads:write");

    assertThat((Object) reads.texts().scopes()).hasToString("leads:read");
    assertThat((Object) writes.texts().scopes()).hasToString("leads:write");
    assertThat(reads.scopes().coversAll(writes.scopes())).isFalse();
  }

  @Test
  void namesGoToTheUpstreamPercentEncoded() {
    KeyState state = compiled("Đồng bộ", "leads:read");

    assertThat((Object) state.nameText()).hasToString("%C4%90%E1%BB%93ng%20b%E1%BB%99");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Đồng bộ", "a+b", "100 %", "%41", "~-._", "\uD83D\uDD11", "\u0001\u007F"})
  void namesAreWhatTheyWereWhenTheyAreReadBack(String name) {
    assertThat(compiled(name, "leads:read").grant().name()).isEqualTo(name);
  }

  private KeyState compiled(String name, String scope) {
    return Objects.requireNonNull(compiler.compile(row(name, scope), 1));
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
        Instant.parse("2026-01-02T03:04:05.678901Z"),
        false,
        new SharedLimits(
            new UUID(3, 4), null, List.of(new Limit("minute", 5, Duration.ofMinutes(1), null))),
        new Quota("day", 9, Quota.Period.DAY));
  }
}
