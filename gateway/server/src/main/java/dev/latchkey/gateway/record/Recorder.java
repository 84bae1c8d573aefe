// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.record;

/** Told of every request, once, however it ended. Must not fail, wait or allocate much. */
@FunctionalInterface
public interface Recorder {
  void record(Outcome outcome);
}
