// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import dev.latchkey.admin.access.Permission;
import dev.latchkey.admin.access.Principal;
import dev.latchkey.admin.access.Role;
import dev.latchkey.admin.catalog.Catalog;
import dev.latchkey.admin.problem.Fault;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Faults;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.config.ProfileConfig;
import dev.latchkey.config.ProfileConfig.EnvironmentConfig;
import dev.latchkey.config.ProfileConfig.ScopePolicy;
import dev.latchkey.config.ScopeConfig;
import dev.latchkey.keys.Scope;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which scopes a key of a profile may carry, and who may put them there. */
public final class ScopeRules {
  private final Catalog catalog;

  public ScopeRules(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The scopes of a new key, when the request says nothing about them: the profile's default. */
  NavigableSet<Scope> byDefault(
      ProfileConfig profile, @Nullable String environment, Faults faults) {
    NavigableSet<Scope> scopes = new TreeSet<>();
    if (profile.scopePolicy() == ScopePolicy.REQUIRED) {
      faults.add("/scopes", FaultCode.REQUIRED);
      return scopes;
    }
    profile.defaultScopes().stream().map(Scope::new).forEach(scopes::add);
    scopes.removeIf(scope -> !within(profile, environment, scope));
    return scopes;
  }

  /**
   * The scopes of a new key as chosen. A profile that hides the choice accepts its default only.
   */
  NavigableSet<Scope> chosen(
      List<String> asked, ProfileConfig profile, @Nullable String environment, Faults faults) {
    NavigableSet<Scope> scopes = check(asked, profile, environment, faults);
    boolean isDefault = new TreeSet<>(asked).equals(new TreeSet<>(profile.defaultScopes()));
    if (profile.scopePolicy() == ScopePolicy.HIDDEN && !isDefault) {
      faults.add("/scopes", FaultCode.SCOPES_FIXED);
    }
    return scopes;
  }

  /** Reads scopes that somebody sent, and notes those that keys of this profile cannot carry. */
  NavigableSet<Scope> check(
      List<String> asked, ProfileConfig profile, @Nullable String environment, Faults faults) {
    NavigableSet<Scope> scopes = new TreeSet<>();
    for (int i = 0; i < asked.size(); i++) {
      String pointer = "/scopes/" + i;
      Scope scope = Scope.isValid(asked.get(i)) ? new Scope(asked.get(i)) : null;
      if (scope != null && scope.isWildcard() && !profile.allowWildcard()) {
        faults.add(pointer, FaultCode.WILDCARD_NOT_ALLOWED);
      } else if (scope == null || !isOffered(profile, scope)) {
        faults.add(pointer, FaultCode.UNKNOWN_SCOPE);
      } else if (!within(profile, environment, scope)) {
        faults.add(pointer, FaultCode.OUTSIDE_ENVIRONMENT, String.valueOf(environment));
      } else {
        scopes.add(scope);
      }
    }
    return scopes;
  }

  /** Ends the request when one of these scopes is not the principal's to give to a new key. */
  void requireGrantable(Principal by, NavigableSet<Scope> scopes) {
    require(by, scopes, Permission.KEYS_CREATE);
  }

  /**
   * Ends the request when one of these scopes is not the principal's to add to a key that others
   * may already hold: that takes more than making keys does.
   */
  void requireWidening(Principal by, SortedSet<Scope> added) {
    require(by, added, Permission.KEYS_GRANT);
  }

  /**
   * Ends the request when a new secret would open something that is not the principal's to give.
   */
  void requireRotatable(Principal by, SortedSet<Scope> scopes) {
    require(by, scopes, Permission.KEYS_ROTATE);
  }

  private void require(Principal by, SortedSet<Scope> scopes, Permission ordinary) {
    List<Fault> faults =
        scopes.stream()
            .filter(scope -> !mayGive(by, scope, ordinary))
            .map(scope -> new Fault("/scopes", FaultCode.NOT_GRANTABLE, List.of(scope.id())))
            .toList();
    if (!faults.isEmpty()) {
      throw Problem.of(ProblemCode.SCOPE_NOT_GRANTABLE, faults);
    }
  }

  /**
   * Whether a principal may put a scope on a key: a wildcard takes the permission to grant, and
   * everything that it stands for; a scope with a list of roles takes one of them, or the owner;
   * any other takes the right to make keys.
   */
  public boolean mayGrant(Principal by, Scope scope) {
    return mayGive(by, scope, Permission.KEYS_CREATE);
  }

  private boolean mayGive(Principal by, Scope scope, Permission ordinary) {
    List<String> roles = catalog.scope(scope.id()).map(ScopeConfig::grantableBy).orElse(List.of());
    if (!roles.isEmpty() && !isOneOf(by, roles)) {
      return false;
    }
    if (scope.isWildcard()) {
      return by.may(Permission.KEYS_GRANT)
          && catalog.scopes().stream()
              .filter(entry -> !entry.grantableBy().isEmpty() && covers(scope, entry.id()))
              .allMatch(entry -> isOneOf(by, entry.grantableBy()));
    }
    return !roles.isEmpty() || by.may(Permission.KEYS_GRANT) || by.may(ordinary);
  }

  private static boolean isOneOf(Principal by, List<String> roles) {
    return by.is(Role.OWNER) || by.roles().stream().anyMatch(role -> roles.contains(role.word()));
  }

  private boolean isOffered(ProfileConfig profile, Scope scope) {
    if (scope.equals(Scope.ALL)) {
      return true;
    }
    return catalog.scopesOf(profile).stream()
        .map(ScopeConfig::id)
        .anyMatch(id -> id.equals(scope.id()) || (scope.isWildcard() && covers(scope, id)));
  }

  private static boolean covers(Scope wildcard, String id) {
    return wildcard.grants(new Scope(id));
  }

  private static boolean within(ProfileConfig profile, @Nullable String environment, Scope scope) {
    EnvironmentConfig config = environment == null ? null : profile.environments().get(environment);
    return config == null
        || config.scopes().isEmpty()
        || config.scopes().stream().anyMatch(ceiling -> new Scope(ceiling).grants(scope));
  }
}
