// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.ConfigException;
import dev.latchkey.config.ConfigLoader;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.keys.Scope;
import dev.latchkey.keys.UsageReports.RouteUse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ScopeAdviceTest {
  private static final String CONFIG =
      """
      version: 1
      store: { embedded: { data: ./unused } }
      gateway: { listen: "127.0.0.1:0" }
      scopes: [ { id: "leads:read" }, { id: "leads:write" }, { id: "calls:read" } ]
      profiles: { agent: { prefix: lk_test_, credentials: [ X-API-Key ] } }
      upstreams: { crm: { targets: [ "http://127.0.0.1:9" ] } }
      routes:
        - { id: read, path: /read, scopes: { all: [ "leads:read" ] }, upstream: crm }
        - { id: write, path: /write, scopes: { all: [ "leads:write" ] }, upstream: crm }
        - { id: either, path: /either, scopes: { any: [ "leads:read", "calls:read" ] }, upstream: crm }
      """;

  @Test
  void whatNoCallNeededIsUnused() {
    ScopeAdvice advice =
        advice(scopes("leads:read", "leads:write"), new RouteUse("read", "forwarded", 5));

    assertThat(advice.used()).containsExactly(new Scope("leads:read"));
    assertThat(advice.unused()).containsExactly(new Scope("leads:write"));
  }

  @Test
  void aWildcardIsNarrowedToWhatItWasUsedFor() {
    ScopeAdvice advice = advice(scopes("*"), new RouteUse("write", "upstream_error", 1));

    assertThat(advice.used()).containsExactly(new Scope("leads:write"));
    assertThat(advice.unused()).isEmpty();
  }

  @Test
  void ofSeveralThatWouldDoOnlyThoseHeldAreUsed() {
    ScopeAdvice advice = advice(scopes("calls:read"), new RouteUse("either", "forwarded", 1));

    assertThat(advice.used()).containsExactly(new Scope("calls:read"));
  }

  @Test
  void whatWasRefusedIsDeniedAndUsesNothing() {
    ScopeAdvice advice =
        advice(scopes("leads:read"), new RouteUse("write", "insufficient_scope", 3));

    assertThat(advice.denied()).isEqualTo(Map.of(new Scope("leads:write"), 3L));
    assertThat(advice.unused()).containsExactly(new Scope("leads:read"));
  }

  @Test
  void aCallThatOnlyALimitRefusedNeedsItsScopeAllTheSame() {
    ScopeAdvice advice = advice(scopes("leads:read"), new RouteUse("read", "rate_limited", 3));

    assertThat(advice.unused()).isEmpty();
  }

  @Test
  void routesThatAreNoMoreSayNothing() {
    ScopeAdvice advice = advice(scopes("leads:read"), new RouteUse("gone", "forwarded", 3));

    assertThat(advice.used()).isEmpty();
  }

  private static ScopeAdvice advice(SortedSet<Scope> granted, RouteUse... calls) {
    return ScopeAdvice.of(granted, config().routes(), List.of(calls));
  }

  private static SortedSet<Scope> scopes(String... ids) {
    SortedSet<Scope> scopes = new TreeSet<>();
    for (String id : ids) {
      scopes.add(new Scope(id));
    }
    return scopes;
  }

  private static LatchkeyConfig config() {
    try {
      return new ConfigLoader(Map.of()).loadText("test", CONFIG, Path.of("."));
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
