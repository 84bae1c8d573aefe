// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import dev.latchkey.config.ProfileConfig.EnvironmentConfig;
import dev.latchkey.config.ProfileConfig.LeakPolicy;
import dev.latchkey.config.ProfileConfig.ScopePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One entry of {@code profiles}. */
final class ProfileReader {
  private static final Map<String, ScopePolicy> POLICIES = policies();
  private static final Map<String, LeakPolicy> LEAKS = leakPolicies();
  private static final List<Integer> DURATIONS = List.of(0, 30, 90, 365);
  private static final int LONGEST_DAYS = 3650;
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(1);
  private static final Duration LONGEST_LIFE = Duration.ofDays(LONGEST_DAYS);
  private static final Map<String, String> DIALECTS =
      Choices.of(List.of("flat-camel-200", "nested-snake-201"));

  private final Text id;
  private final Section section;
  private final Reading reading;

  ProfileReader(Text id, Section section) {
    this.id = id;
    this.section = section;
    this.reading = section.reading();
  }

  ProfileConfig read() {
    boolean allowWildcard = section.flag("allowWildcard", false);
    List<String> scopes = ScopeList.ofProfile(section, "scopes", allowWildcard, false);
    Map<String, EnvironmentConfig> environments = environments(allowWildcard, scopes);
    ProfileConfig profile =
        new ProfileConfig(
            id.value(),
            prefix(environments.keySet()),
            CredentialReader.read(section),
            policy(),
            scopes,
            defaultScopes(allowWildcard, scopes),
            allowWildcard,
            plan(),
            section.flag("uniqueNames", false),
            section.flag("selfRotate", false),
            environments,
            durations(),
            dialect(),
            onLeak());
    section.finish();
    reading.checks().reach().profile(id.value(), environments.keySet(), !section.has("scopes"));
    return profile;
  }

  private static Map<String, LeakPolicy> leakPolicies() {
    Map<String, LeakPolicy> policies = new LinkedHashMap<>();
    policies.put("notify", LeakPolicy.NOTIFY);
    policies.put("disable", LeakPolicy.DISABLE);
    policies.put("revoke", LeakPolicy.REVOKE);
    return Collections.unmodifiableMap(policies);
  }

  private LeakPolicy onLeak() {
    Value value = section.get("onLeak");
    return value == null ? LeakPolicy.NOTIFY : value.choice(LEAKS, LeakPolicy.NOTIFY);
  }

  private static Map<String, ScopePolicy> policies() {
    Map<String, ScopePolicy> policies = new LinkedHashMap<>();
    policies.put("required", ScopePolicy.REQUIRED);
    policies.put("optional", ScopePolicy.OPTIONAL);
    policies.put("hidden", ScopePolicy.HIDDEN);
    return Collections.unmodifiableMap(policies);
  }

  private String prefix(Set<String> environments) {
    Value value = section.need("prefix", "such as acme_live_");
    Text template = value == null ? null : value.text();
    if (template == null) {
      return "";
    }
    reading.checks().prefixes().add(template, id.value(), environments, reading.problems());
    return template.value();
  }

  private ScopePolicy policy() {
    Value value = section.get("scopePolicy");
    ScopePolicy policy =
        value == null ? ScopePolicy.REQUIRED : value.choice(POLICIES, ScopePolicy.REQUIRED);
    if (value != null && policy == ScopePolicy.HIDDEN && !section.has("defaultScopes")) {
      value.problem("keys of this profile could do nothing", "hidden needs defaultScopes");
    }
    return policy;
  }

  private List<String> defaultScopes(boolean allowWildcard, List<String> scopes) {
    List<String> defaults = ScopeList.ofProfile(section, "defaultScopes", allowWildcard, true);
    checkWithin("defaultScopes", section, defaults, scopes);
    return defaults;
  }

  /** Wildcards are let through here: what they may stand for is decided by the flag alone. */
  private void checkWithin(String key, Section owner, List<String> inner, List<String> outer) {
    for (String scope : inner) {
      boolean covered =
          scope.endsWith("*") || outer.stream().anyMatch(allowed -> grants(allowed, scope));
      if (!outer.isEmpty() && !covered) {
        reading.problem(
            owner.placeOf(key),
            "\"" + key + "\" has \"" + scope + "\", which the profile's \"scopes\" leave out",
            "add it there or remove it here");
      }
    }
  }

  private static boolean grants(String allowed, String scope) {
    return allowed.equals(scope)
        || (allowed.endsWith("*") && scope.startsWith(allowed.substring(0, allowed.length() - 1)));
  }

  private @Nullable String plan() {
    Value value = section.get("plan");
    Text plan = value == null ? null : value.word(Word.ID);
    if (plan == null) {
      return null;
    }
    reading.checks().names().use(Names.Kind.PLAN, plan);
    return plan.value();
  }

  private Map<String, EnvironmentConfig> environments(
      boolean allowWildcard, List<String> ofProfile) {
    Section map = section.section("environments");
    Map<String, EnvironmentConfig> environments = new LinkedHashMap<>();
    for (Section.Entry entry :
        map == null ? List.<Section.Entry>of() : map.named(Word.ENVIRONMENT)) {
      Section one = entry.value().sectionOrNothing();
      if (one != null) {
        environments.put(entry.key().value(), environment(one, allowWildcard, ofProfile));
      }
    }
    return Collections.unmodifiableMap(environments);
  }

  private EnvironmentConfig environment(
      Section one, boolean allowWildcard, List<String> ofProfile) {
    Value value = one.get("maxLifetime");
    Duration longest =
        value == null ? null : value.duration(SHORTEST_LIFE, LONGEST_LIFE, LONGEST_LIFE);
    List<String> scopes = ScopeList.ofProfile(one, "scopes", allowWildcard, false);
    checkWithin("scopes", one, scopes, ofProfile);
    one.finish();
    return new EnvironmentConfig(longest, scopes);
  }

  private List<Integer> durations() {
    Value value = section.get("durations");
    if (value == null) {
      return DURATIONS;
    }
    List<Integer> durations = new ArrayList<>();
    for (Value item : value.items()) {
      int days = (int) item.number(0, LONGEST_DAYS, -1);
      if (durations.contains(days)) {
        item.problem("a duration is listed twice", "days, with 0 for unlimited");
      } else if (days >= 0) {
        durations.add(days);
      }
    }
    return List.copyOf(durations);
  }

  private ProfileConfig.@Nullable DialectConfig dialect() {
    Section dialect = section.section("dialect");
    if (dialect == null) {
      return null;
    }
    Value kindValue = dialect.need("kind", "flat-camel-200 or nested-snake-201");
    String kind = kindValue == null ? "" : kindValue.choice(DIALECTS, "");
    Value pathValue = dialect.need("path", "where it is mounted on the admin listener");
    Text path = pathValue == null ? null : pathValue.text();
    dialect.finish();
    if (path == null) {
      return null;
    }
    reading.checks().basePaths().add(path, reading.problems());
    return new ProfileConfig.DialectConfig(kind, path.value());
  }
}
