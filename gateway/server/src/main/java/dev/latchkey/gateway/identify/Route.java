// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.identify;

import dev.latchkey.gateway.accept.Methods;
import dev.latchkey.gateway.policy.RoutePolicy;
import dev.latchkey.keys.CountedTogether;
import dev.latchkey.keys.Limit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A route, ready for use: everything that can be decided at configuration time is decided.
 *
 * @param methods sorted; empty for all
 * @param hosts lower case; empty for all
 * @param profiles whose keys are known here; empty for all
 * @param credentials header names, lower case, where a key is looked for
 * @param otherPlaces headers in which only other routes take a key: one there is a second key here
 * @param challenge what WWW-Authenticate says
 * @param required scope ids; empty for none
 * @param requiredMask the same scopes as bits
 * @param anyScope whether one of them is enough
 * @param open whether no key is asked for
 * @param environment that a key must be of; null for any
 * @param limits that each node counts by itself
 * @param countedTogether those that all nodes count together
 * @param policy what happens to calls and answers beside checking keys
 * @param shadow the same route under stricter rules that refuse nothing; null for none
 * @param index dense number within the table, for arrays of counters
 */
public record Route(
    int index,
    String id,
    String path,
    List<String> methods,
    Set<String> hosts,
    Set<String> profiles,
    List<String> credentials,
    List<String> otherPlaces,
    Challenge challenge,
    List<String> required,
    ScopeMask requiredMask,
    boolean anyScope,
    boolean open,
    @Nullable String environment,
    List<Limit> limits,
    CountedTogether countedTogether,
    String upstream,
    RoutePolicy policy,
    @Nullable Route shadow) {

  /** In place of an upstream, where Latchkey answers itself. No id can look like this. */
  public static final String OWN = "(latchkey)";

  /** Whether Latchkey answers itself instead of forwarding. */
  public boolean isOwn() {
    return upstream.equals(OWN);
  }

  boolean allows(String method) {
    return methods.isEmpty() ? Methods.isPlain(method) : methods.contains(method);
  }
}
