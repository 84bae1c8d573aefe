// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.Answers;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between store and server. Muted, it keeps every connection open and accepts new ones, and
 * passes on not a byte; what was muted once stays so.
 */
final class MutableRelay {
  private final NetClient client;
  private final NetServer server;
  private final int target;
  private final List<NetSocket> open = new CopyOnWriteArrayList<>();
  private volatile boolean muted;

  MutableRelay(Vertx vertx, int target) {
    this.target = target;
    this.client = vertx.createNetClient();
    this.server = vertx.createNetServer().connectHandler(this::accept);
    Answers.of(server.listen(0, "127.0.0.1"));
  }

  int port() {
    return server.actualPort();
  }

  void mute() {
    muted = true;
    open.forEach(NetSocket::pause);
  }

  /** New connections work again. */
  void unmute() {
    muted = false;
  }

  private void accept(NetSocket near) {
    near.pause();
    if (muted) {
      return;
    }
    client
        .connect(target, "127.0.0.1")
        .onSuccess(
            far -> {
              open.add(near);
              open.add(far);
              near.handler(far::write).closeHandler(gone -> far.close());
              far.handler(near::write).closeHandler(gone -> near.close());
              near.resume();
            })
        .onFailure(refused -> near.close());
  }
}
