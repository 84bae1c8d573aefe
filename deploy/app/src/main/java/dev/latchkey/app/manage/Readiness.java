// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.manage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether this node should be sent traffic, and if not, why. Any thread. */
public final class Readiness {
  private final List<Check> checks = new CopyOnWriteArrayList<>();
  private volatile @Nullable String phase = "starting";

  /**
   * Why a node is not ready.
   *
   * @param check what was looked at
   */
  public record Reason(String check, String detail) {}

  private record Check(String name, Supplier<@Nullable String> objection) {}

  /**
   * Adds something to look at.
   *
   * @param objection null while all is well
   */
  public void check(String name, Supplier<@Nullable String> objection) {
    checks.add(new Check(name, objection));
  }

  /** The node is up. */
  public void started() {
    phase = null;
  }

  /** The node is on its way down; nothing undoes this. */
  public void draining() {
    phase = "draining";
  }

  /** Empty when the node is ready. */
  public List<Reason> reasons() {
    List<Reason> reasons = new ArrayList<>();
    String now = phase;
    if (now != null) {
      reasons.add(new Reason(now, "this node is " + now));
    }
    for (Check check : checks) {
      String objection = check.objection().get();
      if (objection != null) {
        reasons.add(new Reason(check.name(), objection));
      }
    }
    return reasons;
  }
}
