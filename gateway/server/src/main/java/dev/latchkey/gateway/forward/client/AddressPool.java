// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import dev.latchkey.config.UpstreamConfig.Target;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to one address of a target: a bounded number, the one that was
 * used last first, so that those that are too many grow old; and a bounded line for them. That
 * event loop only.
 */
final class AddressPool {
  private final Http1Client client;
  private final Target target;
  private final SocketAddress address;
  private final byte[] authority;
  private final ArrayDeque<Http1Connection> idle = new ArrayDeque<>();
  private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
  private int open;
  private int connecting;
  private boolean sweeping;

  AddressPool(Http1Client client, Target target, SocketAddress address, byte[] authority) {
    this.client = client;
    this.target = target;
    this.address = address;
    this.authority = authority;
  }

  /** What requests over its connections say in Host. */
  byte[] authority() {
    return authority;
  }

  /** The one head that this event loop writes at a time. */
  Http1Head head() {
    return client.head();
  }

  Target target() {
    return target;
  }

  SocketAddress address() {
    return address;
  }

  void take(HttpMethod method, String uri, int patienceMillis, CallListener listener) {
    if (isScarce() && !listener.isReady()) {
      return;
    }
    Http1Connection free = free();
    if (free != null) {
      give(free, method, uri, listener);
      return;
    }
    boolean another = open < client.size();
    if (!another && waiting.size() - connecting >= client.line()) {
      listener.notConnected(
          new ConnectionPoolTooBusyException("the line for a connection is full"));
      return;
    }
    Waiter waiter = new Waiter(method, uri, listener);
    waiting.add(waiter);
    waiter.alarm = client.after(patienceMillis, () -> giveUp(waiter));
    if (another) {
      connectFor(waiter);
    }
  }

  /** Whether half of the connections are taken. */
  private boolean isScarce() {
    return 2 * (open - idle.size()) >= client.size();
  }

  /** Whether calls wait that no connection is on its way for. */
  boolean isCrowded() {
    return waiting.size() > connecting;
  }

  private @Nullable Http1Connection free() {
    Http1Connection free = idle.poll();
    while (free != null && !free.isOpen()) {
      free = idle.poll();
    }
    return free;
  }

  private static void give(
      Http1Connection connection, HttpMethod method, String uri, CallListener listener) {
    Http1Exchange exchange = new Http1Exchange(connection, method, uri, listener);
    connection.begin(exchange);
    listener.connected(exchange);
  }

  private void giveUp(Waiter waiter) {
    if (waiting.remove(waiter)) {
      waiter.listener.notConnected(client.late());
    }
  }

  /** Opens a connection; whoever is first in the line then gets it. */
  private void connectFor(Waiter waiter) {
    waiter.asked = true;
    open++;
    connecting++;
    client.connect(this, cause -> notConnected(waiter, cause));
  }

  /** A connection has come about. */
  void connected(Http1Connection connection) {
    connecting--;
    free(connection);
  }

  /** One has not. Whoever it was meant for hears of it, if he has not got another meanwhile. */
  private void notConnected(Waiter waiter, Throwable cause) {
    connecting--;
    open--;
    if (waiting.remove(waiter)) {
      waiter.alarm.run();
      waiter.listener.notConnected(cause);
    }
    connectForTheRest();
  }

  /** A connection is free: for whoever waits, or for later. */
  void free(Http1Connection connection) {
    Waiter first = connection.isOpen() ? waiting.poll() : null;
    if (first != null) {
      first.alarm.run();
      give(connection, first.method, first.uri, first.listener);
      return;
    }
    connection.kept().unused(client.now());
    idle.push(connection);
    if (!sweeping) {
      sweeping = true;
      client.sweepSoon(this::sweep);
    }
  }

  /** A connection is closed, whoever closed it. */
  void closed(Http1Connection connection) {
    open--;
    idle.remove(connection);
    connectForTheRest();
    if (open == 0 && waiting.isEmpty()) {
      client.forget(this);
    }
  }

  private void connectForTheRest() {
    if (!isCrowded()) {
      return;
    }
    for (Waiter waiter : List.copyOf(waiting)) {
      if (!waiter.asked && open < client.size()) {
        connectFor(waiter);
      }
    }
  }

  /** Closes what has been unused for too long. */
  private void sweep() {
    long now = client.now();
    Iterator<Http1Connection> oldest = idle.descendingIterator();
    while (oldest.hasNext()) {
      Http1Connection connection = oldest.next();
      if (connection.kept().isOver(now)) {
        oldest.remove();
        connection.close();
      }
    }
    sweeping = !idle.isEmpty();
    if (sweeping) {
      client.sweepSoon(this::sweep);
    }
  }

  /** A call in the line. */
  private static final class Waiter {
    private final HttpMethod method;
    private final String uri;
    private final CallListener listener;

    /** Whether a connection was asked for on its account. */
    private boolean asked;

    /** Run to call the alarm off. */
    private Runnable alarm = () -> {};

    Waiter(HttpMethod method, String uri, CallListener listener) {
      this.method = method;
      this.uri = uri;
      this.listener = listener;
    }
  }
}
