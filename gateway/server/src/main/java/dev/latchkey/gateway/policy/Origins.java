// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which origins are served. Immutable; any event loop. */
final class Origins {
  private static final String ANY = "*";
  private static final String BELOW = "://*.";

  private final boolean any;
  private final Set<String> exact = new HashSet<>();
  private final List<Family> families = new ArrayList<>();

  /** All names below a host: a scheme with its slashes, and a dot with what follows. */
  private record Family(String scheme, String host) {
    /** What the wildcard stands for is a name, so that no port or path can hide in it. */
    boolean contains(String origin) {
      int wild = origin.length() - scheme.length() - host.length();
      if (wild < 1 || !origin.startsWith(scheme) || !origin.endsWith(host)) {
        return false;
      }
      for (int i = scheme.length(); i < scheme.length() + wild; i++) {
        char c = origin.charAt(i);
        boolean name = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
        if (!name) {
          return false;
        }
      }
      return true;
    }
  }

  Origins(Set<String> configured) {
    this.any = configured.contains(ANY);
    for (String origin : configured) {
      int wild = origin.indexOf(BELOW);
      if (wild < 0) {
        exact.add(origin);
      } else {
        families.add(
            new Family(
                origin.substring(0, wild + 3), origin.substring(wild + BELOW.length() - 1)));
      }
    }
  }

  /** Whether every origin is. */
  boolean isAny() {
    return any;
  }

  boolean contains(String origin) {
    if (any || exact.contains(origin)) {
      return true;
    }
    for (Family family : families) {
      if (family.contains(origin)) {
        return true;
      }
    }
    return false;
  }
}
