// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import dev.latchkey.config.UpstreamConfig.Target;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.SocketAddress;

/** The connections of one event loop to one upstream. That event loop only. */
public interface UpstreamClient {
  /**
   * Asks for a connection, own or pooled; tells the listener of it, which may be at once.
   *
   * @param address where the target is
   * @param connectMillis how long it may take, waiting for a free connection included
   */
  void request(
      Target target,
      SocketAddress address,
      HttpMethod method,
      String uri,
      int connectMillis,
      CallListener listener);

  /** Closes all connections at once; calls on their way break. */
  Future<Void> close();
}
