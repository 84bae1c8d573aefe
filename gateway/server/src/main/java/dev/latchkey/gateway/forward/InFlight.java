// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import java.util.ArrayList;
import java.util.List;

/**
 * The requests that are on their way through one event loop. A periodic sweep holds their
 * deadlines, which costs less than a timer per request and cannot be reset by a trickle. One event
 * loop.
 */
public final class InFlight {
  /** How often deadlines are looked at, in milliseconds. */
  public static final long SWEEP_MILLIS = 100;

  private final ArrayList<Underway> flights = new ArrayList<>();

  void add(Underway flight) {
    flight.place(flights.size());
    flights.add(flight);
  }

  /** The last one takes the place of the one that leaves. */
  @SuppressWarnings("ReferenceEquality")
  void remove(Underway flight) {
    int place = flight.place();
    if (place < 0) {
      return;
    }
    Underway last = flights.remove(flights.size() - 1);
    if (last != flight) {
      flights.set(place, last);
      last.place(place);
    }
    flight.place(-1);
  }

  /** Requests not yet answered to the end. */
  public int size() {
    return flights.size();
  }

  /** All of them, as they are now. */
  public List<Underway> all() {
    return List.copyOf(flights);
  }

  /** Lets go of what could go on for ever, because this node is about to stop. */
  public void depart() {
    all().forEach(Underway::depart);
  }

  /** Ends what is overdue. */
  public void sweep(long nowNanos) {
    List<Underway> overdue = null;
    for (Underway flight : flights) {
      if (flight.isOverdue(nowNanos)) {
        overdue = overdue == null ? new ArrayList<>() : overdue;
        overdue.add(flight);
      }
    }
    if (overdue != null) {
      overdue.forEach(Underway::expire);
    }
  }
}
