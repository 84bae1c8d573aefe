// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.util.Set;

/**
 * Which versions of a thing a change is meant for (RFC 9110, 13.1.1).
 *
 * @param any whether it does not matter
 * @param versions those that it is meant for otherwise; none of them means that it never holds
 */
public record IfVersion(boolean any, Set<Long> versions) {
  /** A change that does not ask. */
  public static final IfVersion ANY = new IfVersion(true, Set.of());

  public IfVersion {
    versions = Set.copyOf(versions);
  }

  /** A change of one version alone. */
  public static IfVersion of(long version) {
    return new IfVersion(false, Set.of(version));
  }

  /** A change of whichever of these it finds. */
  public static IfVersion oneOf(Set<Long> versions) {
    return new IfVersion(false, versions);
  }

  /** Whether the change is meant for this version. */
  public boolean admits(long present) {
    return any || versions.contains(present);
  }
}
