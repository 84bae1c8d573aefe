// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Keeps the places where dialects are mounted apart, and away from the native API. */
final class BasePaths {
  private static final String NATIVE = "/admin";

  private record Mount(String path, Place place) {}

  private final List<Mount> mounts = new ArrayList<>();

  void add(Text path, Problems problems) {
    RoutePath parsed = RoutePath.read(path, problems);
    if (parsed == null) {
      return;
    }
    if (!parsed.isLiteral() || path.value().equals("/")) {
      problems.add(
          path.place(),
          path.quoted() + " is not a base path",
          "literal segments only, such as /api/keys");
    } else if (within(path.value(), NATIVE)) {
      problems.add(
          path.place(), path.quoted() + " is taken by the native API", "a path outside " + NATIVE);
    } else {
      mounts.add(new Mount(path.value() + "/", path.place()));
    }
  }

  /** In sorted order a path above another stands right before what is below it. */
  void check(Problems problems) {
    mounts.sort(Comparator.comparing(Mount::path).thenComparing(Mount::place));
    for (int i = 1; i < mounts.size(); i++) {
      Mount above = mounts.get(i - 1);
      Mount below = mounts.get(i);
      if (below.path().startsWith(above.path())) {
        boolean downwards = above.place().compareTo(below.place()) <= 0;
        problems.add(
            downwards ? below.place() : above.place(),
            "two dialects share this base path",
            "the other is on line " + (downwards ? above : below).place().line());
      }
    }
  }

  private static boolean within(String path, String base) {
    return path.equals(base) || path.startsWith(base + "/");
  }
}
