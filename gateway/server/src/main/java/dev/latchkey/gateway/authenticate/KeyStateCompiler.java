// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import dev.latchkey.gateway.accept.Networks;
import dev.latchkey.gateway.identify.ScopeIndex;
import dev.latchkey.keys.KeyGrant;
import dev.latchkey.keys.Limit;
import dev.latchkey.keys.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the store says of a key into what the request path needs, under one configuration.
 * Runs once per fill of the cache, not per request. Immutable.
 */
public final class KeyStateCompiler {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private final ScopeIndex scopes;
  private final Map<String, ProfileRules> profiles;
  private final Map<String, List<Limit>> plans;

  public KeyStateCompiler(
      ScopeIndex scopes, Map<String, ProfileRules> profiles, Map<String, List<Limit>> plans) {
    this.scopes = scopes;
    this.profiles = Map.copyOf(profiles);
    this.plans = Map.copyOf(plans);
  }

  /**
   * What a profile adds to its keys.
   *
   * @param plan of keys that name none
   * @param maxLifetime by environment
   */
  public record ProfileRules(@Nullable String plan, Map<String, Duration> maxLifetime) {}

  /** Null when the key's profile is not in this configuration: such a key is unknown here. */
  public @Nullable KeyState compile(KeyGrant grant, long revision) {
    ProfileRules profile = profiles.get(grant.profile());
    if (profile == null) {
      return null;
    }
    String environment = grant.environment();
    Duration longest = environment == null ? null : profile.maxLifetime().get(environment);
    return new KeyState(
        this,
        grant,
        revision,
        grant.validity().within(longest, grant.createdAt()).expiresAt(),
        scopes.grantedBy(grant.scopes()),
        new Networks(grant.ipAllow()),
        limits(grant, profile),
        identity(grant));
  }

  private List<Limit> limits(KeyGrant grant, ProfileRules profile) {
    String plan = grant.plan() == null ? profile.plan() : grant.plan();
    List<Limit> effective = new ArrayList<>();
    for (Limit limit : plan == null ? List.<Limit>of() : plans.getOrDefault(plan, List.of())) {
      effective.add(ownOr(limit, grant.limits()));
    }
    for (Limit own : grant.limits()) {
      if (effective.stream().noneMatch(limit -> limit.name().equals(own.name()))) {
        effective.add(own);
      }
    }
    return effective;
  }

  private static Limit ownOr(Limit planned, List<Limit> own) {
    return own.stream().filter(l -> l.name().equals(planned.name())).findFirst().orElse(planned);
  }

  private static KeyState.Identity identity(KeyGrant grant) {
    return new KeyState.Identity(
        grant.id().toString(),
        encode(grant.name()),
        encode(grant.tenant().id()),
        grant.profile(),
        grant.scopes().stream().map(Scope::id).collect(Collectors.joining(" ")),
        grant.environment(),
        grant.consumer() == null ? null : encode(grant.consumer()));
  }

  /** Percent-encodes UTF-8 (RFC 3986, section 2.1), so that any name fits a header field. */
  private static String encode(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (octet >= 0 && UNRESERVED.indexOf(octet) >= 0) {
        out.append((char) octet);
      } else {
        out.append('%')
            .append(Character.toUpperCase(Character.forDigit((octet >> 4) & 0xF, 16)))
            .append(Character.toUpperCase(Character.forDigit(octet & 0xF, 16)));
      }
    }
    return out.toString();
  }
}
