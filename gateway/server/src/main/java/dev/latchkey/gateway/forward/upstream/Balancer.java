// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

/** Chooses the target of the next try. One event loop; allocates nothing. */
public interface Balancer {
  /** What {@link #next} returns where nobody can be asked. */
  int NONE = -1;

  /**
   * The target to ask.
   *
   * @param excluded bit by bit, the targets that are not to be asked again
   */
  int next(long excluded);
}
