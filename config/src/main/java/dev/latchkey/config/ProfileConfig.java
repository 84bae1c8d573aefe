// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One kind of key.
 *
 * @param prefix of a key without environments; may contain {@code {env}}
 * @param credentials header names, most preferred first; empty for the default places
 * @param scopes ids that its keys may carry; empty for the whole catalogue
 * @param plan null for no limits
 * @param environments by name, in the order of the file; empty for none
 * @param durations lifetimes in days that a form offers; 0 stands for unlimited
 * @param dialect null for the native API alone
 * @param onLeak what happens, beside the alert, when a key is reported as leaked
 */
public record ProfileConfig(
    String id,
    String prefix,
    List<String> credentials,
    ScopePolicy scopePolicy,
    List<String> scopes,
    List<String> defaultScopes,
    boolean allowWildcard,
    @Nullable String plan,
    boolean uniqueNames,
    Map<String, EnvironmentConfig> environments,
    List<Integer> durations,
    @Nullable DialectConfig dialect,
    LeakPolicy onLeak) {

  /** What becomes of a key that was found where it does not belong. */
  public enum LeakPolicy {
    NOTIFY,
    DISABLE,
    REVOKE
  }

  /** Whether the creator of a key chooses its scopes. */
  public enum ScopePolicy {
    REQUIRED,
    OPTIONAL,
    HIDDEN
  }

  /**
   * @param maxLifetime longest life of a key, evaluated live; null for no bound
   */
  public record EnvironmentConfig(@Nullable Duration maxLifetime, List<String> scopes) {}

  /**
   * @param kind {@code flat-camel-200} or {@code nested-snake-201}
   * @param path where it is mounted on the admin listener
   */
  public record DialectConfig(String kind, String path) {}

  /** The prefix of new keys of this environment. */
  public String prefixFor(@Nullable String environment) {
    return prefix.replace("{env}", environment == null ? "live" : environment);
  }
}
