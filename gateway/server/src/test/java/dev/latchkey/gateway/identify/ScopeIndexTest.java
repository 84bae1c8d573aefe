// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.keys.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeIndexTest {
  private static final ScopeIndex INDEX =
      new ScopeIndex(scopes("leads:read leads:write leads leadsx:read admin"));

  @ParameterizedTest(name = "{0} for {1}: all {2}, any {3}")
  @CsvSource({
    "leads:read,             leads:read,             true,  true",
    "leads:read,             leads:write,            false, false",
    "leads:read,             leads:read leads:write, false, true",
    "leads:read leads:write, leads:read leads:write, true,  true",
    "*,                      admin leads:write,      true,  true",
    "leads:*,                leads:read leads:write, true,  true",
    "leads:*,                leads,                  false, false",
    "leads:*,                leadsx:read,            false, false",
    "leads:*,                admin leads:read,       false, true",
    "leads,                  leads:read,             false, false",
    "unheard:of,             leads:read,             false, false",
    "'',                     leads:read,             false, false"
  })
  void heldScopesGrantWhatTheyCover(String held, String required, boolean all, boolean any) {
    ScopeMask granted = INDEX.grantedBy(scopes(held));
    ScopeMask asked = INDEX.exactly(scopes(required));

    assertThat(granted.coversAll(asked)).isEqualTo(all);
    assertThat(granted.coversAny(asked)).isEqualTo(any);
  }

  @Test
  void moreScopesThanFitAWordAreKeptApart() {
    List<Scope> many = IntStream.range(0, 130).mapToObj(i -> new Scope("s" + i)).toList();
    ScopeIndex index = new ScopeIndex(many);

    for (int i : new int[] {0, 63, 64, 127, 128, 129}) {
      ScopeMask one = index.grantedBy(List.of(many.get(i)));
      assertThat(one.coversAll(index.exactly(List.of(many.get(i))))).isTrue();
      assertThat(one.coversAny(index.exactly(List.of(many.get((i + 64) % 130))))).isFalse();
    }
  }

  @Test
  void nobodyCanAskForAScopeThatNoRouteRequires() {
    assertThatThrownBy(() -> INDEX.exactly(scopes("other")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Scope> scopes(String words) {
    return Arrays.stream(words.split(" ", -1)).filter(w -> !w.isEmpty()).map(Scope::new).toList();
  }
}
