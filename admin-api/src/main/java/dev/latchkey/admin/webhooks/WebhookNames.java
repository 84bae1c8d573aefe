// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.webhooks;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Where a host name leads. Never blocks. */
@FunctionalInterface
public interface WebhookNames {
  /** At least one; fails where there are none, or nobody can be asked. */
  Future<List<InetAddress>> addresses(String host);

  /** Vert.x's own resolver. */
  static WebhookNames of(Vertx vertx) {
    return host -> {
      Promise<List<InetAddress>> found = Promise.promise();
      ((VertxInternal) vertx)
          .nameResolver()
          .resolveAll(
              host,
              result -> {
                if (result.failed()) {
                  found.fail(result.cause());
                } else {
                  found.complete(
                      result.result().stream().map(InetSocketAddress::getAddress).toList());
                }
              });
      return found.future();
    };
  }
}
