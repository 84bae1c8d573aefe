// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.NetSocket;
import java.util.SplittableRandom;

/**
 * A WebSocket after its handshake: both directions, until both sides have closed. Extensions,
 * subprotocols, pings and close codes pass as they are, for nothing is interpreted. One event loop.
 */
final class Tunnel {
  private final NetSocket client;
  private final NetSocket backend;
  private final OneWay up;
  private final OneWay down;
  private final SplittableRandom random;
  private final Promise<Void> over = Promise.promise();
  private int closed;
  private boolean leaving;

  /**
   * @param random for masks; not a secret
   */
  Tunnel(NetSocket client, NetSocket backend, SplittableRandom random) {
    this.client = client;
    this.backend = backend;
    this.random = random;
    this.up = new OneWay(client, backend);
    this.down = new OneWay(backend, client);
  }

  /** Completes when both connections are closed. */
  Future<Void> start() {
    client.closeHandler(v -> closed());
    backend.closeHandler(v -> closed());
    up.start();
    down.start();
    backend.resume();
    return over.future();
  }

  /** Bytes that came so far, in both directions. */
  long moved() {
    return up.moved() + down.moved();
  }

  boolean isLeaving() {
    return leaving;
  }

  /** Says why to both sides. They have a moment to read it; {@link #cut} ends what is left. */
  void leave(CloseFrame why) {
    leaving = true;
    down.leave(why.toClient());
    up.leave(why.toBackend(random));
  }

  /** Closes both connections at once. */
  void cut() {
    client.close();
    backend.close();
  }

  /** Each direction ends the other side when it has passed everything on. */
  private void closed() {
    closed++;
    if (closed == 2) {
      over.tryComplete();
    }
  }
}
