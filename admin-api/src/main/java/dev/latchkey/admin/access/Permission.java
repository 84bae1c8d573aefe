// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a principal can be allowed to do on the admin API. */
public enum Permission {
  KEYS_READ("keys:read"),
  KEYS_CREATE("keys:create"),
  KEYS_UPDATE("keys:update"),
  KEYS_GRANT("keys:grant"),
  KEYS_REVOKE("keys:revoke"),
  KEYS_ROTATE("keys:rotate"),
  KEYS_PURGE("keys:purge"),
  KEYS_IMPORT("keys:import"),
  KEYS_VERIFY("keys:verify"),
  USAGE_READ("usage:read"),
  AUDIT_READ("audit:read"),
  PROFILES_READ("profiles:read"),
  PLANS_READ("plans:read"),
  CONSUMERS_READ("consumers:read"),
  CONSUMERS_WRITE("consumers:write"),
  WEBHOOKS_READ("webhooks:read"),
  WEBHOOKS_WRITE("webhooks:write"),
  LEAKS_READ("leaks:read"),
  LEAKS_WRITE("leaks:write"),
  SYSTEM_READ("system:read");

  private static final Map<String, Set<Permission>> WORDS = words();

  private final String word;

  Permission(String word) {
    this.word = word;
  }

  /** As tokens and documents write it. */
  public String word() {
    return word;
  }

  /** What a word grants: itself, a bundle such as {@code settings:w}, or nothing if unknown. */
  public static Set<Permission> ofWord(String word) {
    return WORDS.getOrDefault(word, Set.of());
  }

  /** Every word, bundles included, that these permissions add up to. */
  public static SortedSet<String> wordsOf(Collection<Permission> held) {
    SortedSet<String> words = new TreeSet<>();
    WORDS.forEach(
        (word, needed) -> {
          if (held.containsAll(needed)) {
            words.add(word);
          }
        });
    return words;
  }

  private static Map<String, Set<Permission>> words() {
    Map<String, Set<Permission>> words = new HashMap<>();
    for (Permission permission : values()) {
      words.put(permission.word, Set.of(permission));
    }
    words.put("settings:r", frozen(EnumSet.of(KEYS_READ, USAGE_READ, PROFILES_READ)));
    words.put(
        "settings:w",
        frozen(
            EnumSet.of(
                KEYS_READ,
                KEYS_CREATE,
                KEYS_UPDATE,
                KEYS_REVOKE,
                KEYS_ROTATE,
                KEYS_IMPORT,
                KEYS_VERIFY)));
    return Collections.unmodifiableMap(words);
  }

  private static Set<Permission> frozen(EnumSet<Permission> permissions) {
    return Collections.unmodifiableSet(permissions);
  }
}
