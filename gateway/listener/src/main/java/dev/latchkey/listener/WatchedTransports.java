// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;

/** Found by Vert.x on the class path: every instance of it has a {@link WatchedTransport}. */
public final class WatchedTransports implements VertxServiceProvider {
  @Override
  public void init(VertxBootstrap making) {
    making.transport(new WatchedTransport(making.transport()));
  }
}
