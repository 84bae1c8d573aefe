// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Where this process listens, and that it neither binds twice nor calls itself. */
final class Sockets {
  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::");

  private record Listener(String name, ListenAddress address, Place place) {}

  private record Dialled(UpstreamConfig.Target target, Place place) {}

  private final List<Listener> listeners = new ArrayList<>();
  private final List<Dialled> targets = new ArrayList<>();

  void listens(String name, ListenAddress address, Place place) {
    if (address.port() != 0) {
      listeners.add(new Listener(name, address, place));
    }
  }

  void dials(UpstreamConfig.Target target, Place place) {
    targets.add(new Dialled(target, place));
  }

  /** There are at most three listeners. */
  void check(Problems problems) {
    for (int i = 0; i < listeners.size(); i++) {
      for (Listener other : listeners.subList(0, i)) {
        Listener one = listeners.get(i);
        if (collide(one.address(), other.address())) {
          boolean downwards = other.place().compareTo(one.place()) < 0;
          problems.add(
              (downwards ? one : other).place(),
              "two listeners on port " + one.address().port(),
              "\"" + (downwards ? other : one).name() + "\" has it too");
        }
      }
    }
    for (Dialled dialled : targets) {
      for (Listener listener : listeners) {
        if (reaches(dialled.target(), listener.address())) {
          problems.add(
              dialled.place(),
              "this target is our own listener \"" + listener.name() + "\"",
              "calls would go round in a circle");
        }
      }
    }
  }

  private static boolean collide(ListenAddress one, ListenAddress other) {
    return one.port() == other.port()
        && (EVERYWHERE.contains(one.host())
            || EVERYWHERE.contains(other.host())
            || host(one.host()).equals(host(other.host())));
  }

  private static boolean reaches(UpstreamConfig.Target target, ListenAddress listener) {
    ListenAddress dialled = new ListenAddress(target.host(), target.port());
    if (dialled.port() != listener.port()) {
      return false;
    }
    return host(dialled.host()).equals(host(listener.host()))
        || (EVERYWHERE.contains(listener.host()) && dialled.isLoopback())
        || (EVERYWHERE.contains(dialled.host()) && listener.isLoopback());
  }

  private static String host(String host) {
    return host.equals("localhost") ? "127.0.0.1" : host;
  }
}
