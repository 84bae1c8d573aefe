// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.problem;

import java.util.ArrayList;
import java.util.List;

/**
 * The faults found so far in one request, so that all of them can be told at once. Where a place is
 * already faulty, what follows from that is not told again. One thread, one request.
 */
public final class Faults {
  private static final int MOST = 100;

  private final List<Fault> found = new ArrayList<>();

  /** Notes a fault, unless the place or something within it is known to be wrong. */
  public void add(String pointer, FaultCode code, String... arguments) {
    if (found.size() < MOST && !touches(pointer)) {
      found.add(new Fault(pointer, code, List.of(arguments)));
    }
  }

  /** Whether this place, something within it or something around it is faulty. */
  public boolean touches(String pointer) {
    for (Fault fault : found) {
      if (within(fault.pointer(), pointer) || within(pointer, fault.pointer())) {
        return true;
      }
    }
    return false;
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** Ends the request with everything found, if there is anything. */
  public void refuseIfAny() {
    if (!found.isEmpty()) {
      throw Problem.of(ProblemCode.VALIDATION_FAILED, found);
    }
  }

  private static boolean within(String inner, String outer) {
    return inner.startsWith(outer)
        && (inner.length() == outer.length() || inner.charAt(outer.length()) == '/');
  }
}
