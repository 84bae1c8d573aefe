// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.endurance;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A client that does what its protocol's rules for leaving say. One thread. */
abstract class Caller {
  private final String name = "/public/" + UUID.randomUUID() + '/';
  private final List<String> answered = new ArrayList<>();
  private final List<String> cutOff = new ArrayList<>();
  private int turnedAway;
  private int next;

  /**
   * What it was told.
   *
   * @param answered paths of whole 200s
   * @param cutOff paths of calls that failed where none may
   * @param turnedAway calls that were not accepted, which the client knows and may send elsewhere
   */
  record Told(List<String> answered, List<String> cutOff, int turnedAway) {}

  /** How one call ended. */
  enum End {
    /** A whole 200. */
    ANSWERED,
    /** The same, and the connection must be left. */
    ANSWERED_LAST,
    /** Nothing, and the client knows that it was not accepted; the connection must be left. */
    TURNED_AWAY,
    /** Nothing, on a connection that nobody has looked at yet. */
    UNSEEN,
    /** Anything else. */
    CUT_OFF
  }

  /**
   * Connects.
   *
   * @return false where nobody listens
   */
  abstract boolean connect();

  abstract End call(String path);

  abstract void disconnect();

  /** Calls, one after another, on as many connections as it takes. */
  final Told callUntilNobodyListens(Runnable onAnswer) {
    End last = End.ANSWERED_LAST;
    while (last != End.UNSEEN && last != End.CUT_OFF && connect()) {
      last = useConnection(onAnswer);
      disconnect();
    }
    return new Told(answered, cutOff, turnedAway);
  }

  private End useConnection(Runnable onAnswer) {
    End end = End.ANSWERED;
    while (end == End.ANSWERED) {
      String path = name + next++;
      end = call(path);
      switch (end) {
        case ANSWERED, ANSWERED_LAST -> {
          answered.add(path);
          onAnswer.run();
        }
        case TURNED_AWAY, UNSEEN -> turnedAway++;
        case CUT_OFF -> cutOff.add(path);
      }
    }
    return end;
  }
}
