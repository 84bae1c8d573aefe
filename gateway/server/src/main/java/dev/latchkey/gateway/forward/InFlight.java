// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The requests that are on their way through one event loop. A periodic sweep holds their
 * deadlines, which costs less than a timer per request and cannot be reset by a trickle. One event
 * loop.
 */
public final class InFlight {
  /** How often deadlines are looked at, in milliseconds. */
  public static final long SWEEP_MILLIS = 100;

  private final Set<Flight> flights = new LinkedHashSet<>();

  void add(Flight flight) {
    flights.add(flight);
  }

  void remove(Flight flight) {
    flights.remove(flight);
  }

  /** Requests not yet answered to the end. */
  public int size() {
    return flights.size();
  }

  /** Ends what is overdue. */
  public void sweep(long nowNanos) {
    List<Flight> overdue = null;
    for (Flight flight : flights) {
      if (flight.isOverdue(nowNanos)) {
        overdue = overdue == null ? new ArrayList<>() : overdue;
        overdue.add(flight);
      }
    }
    if (overdue != null) {
      overdue.forEach(Flight::expire);
    }
  }
}
