// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may be called, by whom, and where it goes.
 *
 * @param path literals, {@code {name}} for one segment, a final {@code /**}
 * @param methods empty for all
 * @param hosts lower case, without a port; empty for all
 * @param profiles whose keys are known here; empty for all
 * @param credentials header names; empty for the profiles' own places
 * @param access who may pass
 * @param environment that a key must be of; null for any
 * @param limits beside the plan's, per key
 * @param treatment what happens to calls and answers on their way
 * @param shadow stricter rules that refuse nothing; null for none
 */
public record RouteConfig(
    String id,
    String path,
    Set<String> methods,
    Set<String> hosts,
    List<String> profiles,
    List<String> credentials,
    Access access,
    @Nullable String environment,
    List<LimitConfig> limits,
    String upstream,
    RouteTreatment treatment,
    @Nullable Shadow shadow) {

  /**
   * Rules that calls are held to after they passed, to see whom they would shut out. What is null
   * or empty is as the route has it.
   *
   * @param ipAllow networks in CIDR form
   * @param limits counted for themselves, beside the route's own
   */
  public record Shadow(
      @Nullable Access access,
      @Nullable String environment,
      List<String> ipAllow,
      List<LimitConfig> limits) {}

  /** Who may pass: everybody, or a key with these scopes. */
  public sealed interface Access {
    /** No key is asked for. */
    record Public() implements Access {}

    /** Every one of these scopes. An empty list asks for a key and no scope. */
    record All(List<String> scopes) implements Access {}

    /** At least one of these scopes. */
    record Any(List<String> scopes) implements Access {}
  }
}
