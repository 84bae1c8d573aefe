// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Interner;
import dev.latchkey.gateway.identify.ScopeIndex;
import dev.latchkey.gateway.identify.ScopeMask;
import dev.latchkey.keys.KeyGrant;
import dev.latchkey.keys.Scope;
import io.netty.util.AsciiString;
import java.util.Objects;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What many keys have in common, kept once: a row of the store makes its own tenant, profile,
 * scopes and limits, and a million of those would be most of the cache. Held weakly, so that it
 * goes with the last key that has it. Any thread.
 */
final class SharedParts {
  private final Interner<Object> parts = Interner.newWeakInterner();
  private final Cache<SortedSet<Scope>, Held> held = Caffeine.newBuilder().weakKeys().build();
  private final Cache<KeyFacts, KeyTerms> terms = Caffeine.newBuilder().weakValues().build();
  private final ScopeIndex index;

  SharedParts(ScopeIndex index) {
    this.index = index;
  }

  /**
   * Scopes as the request path wants them.
   *
   * @param text as the upstream is told, separated by spaces
   */
  record Held(ScopeMask mask, AsciiString text) {}

  /**
   * The terms of this grant's facts.
   *
   * @param meaning of facts that no other key has
   */
  KeyTerms terms(KeyGrant grant, Function<KeyFacts, KeyTerms> meaning) {
    return Objects.requireNonNull(terms.get(facts(grant), meaning));
  }

  private KeyFacts facts(KeyGrant own) {
    return new KeyFacts(
        part(own.tenant()),
        part(own.profile()),
        partOrNull(own.environment()),
        part(own.scopes()),
        partOrNull(own.plan()),
        part(own.limits()),
        part(own.ipAllow()),
        own.consumer(),
        partOrNull(own.shared()),
        partOrNull(own.quota()));
  }

  /** For scopes that are part of facts made here. */
  Held scopes(SortedSet<Scope> scopes) {
    return Objects.requireNonNull(
        held.get(
            scopes,
            many ->
                new Held(
                    index.grantedBy(many),
                    new AsciiString(
                        many.stream().map(Scope::id).collect(Collectors.joining(" "))))));
  }

  /** One object for all keys of a consumer, whatever else they have in common. */
  Together together(Together own) {
    return part(own);
  }

  // An interner gives back what equals the value: something of the same kind.
  @SuppressWarnings("unchecked")
  private <T> T part(T value) {
    return (T) parts.intern(Objects.requireNonNull(value));
  }

  private <T> @Nullable T partOrNull(@Nullable T value) {
    return value == null ? null : part(value);
  }
}
