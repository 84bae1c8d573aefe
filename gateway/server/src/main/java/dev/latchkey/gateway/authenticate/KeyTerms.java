// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import dev.latchkey.gateway.accept.Networks;
import dev.latchkey.gateway.identify.ScopeMask;
import dev.latchkey.keys.CountedTogether;
import dev.latchkey.keys.Limit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What facts mean under one configuration, ready for the request path; one object for all the keys
 * that have them.
 *
 * @param rules that they were made under
 * @param addresses where the keys may be used from; empty for anywhere
 * @param limits the plan's, with the keys' own in their place
 * @param nodeLimits those that each node counts by itself
 * @param counted the others, and the quotas, in the same way
 * @param together what the keys use up together with others of their consumer
 * @param texts what the upstream is told
 */
record KeyTerms(
    KeyStateCompiler rules,
    KeyFacts facts,
    ScopeMask scopes,
    Networks addresses,
    List<Limit> limits,
    List<Limit> nodeLimits,
    CountedTogether counted,
    @Nullable Together together,
    KeyTexts texts) {

  /** Whether anything of the keys or of their consumer is counted by all nodes together. */
  boolean countedTogether() {
    return !counted.isEmpty() || (together != null && !together.counted().isEmpty());
  }
}
