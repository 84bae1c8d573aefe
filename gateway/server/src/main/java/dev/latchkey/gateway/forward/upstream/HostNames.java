// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetSocketAddress;
import java.util.List;

/** Where a host name leads. Never blocks; answers from memory while the records are valid. */
@FunctionalInterface
public interface HostNames {
  /** IP addresses, at least one; fails where there are none, or nobody can be asked. */
  Future<List<String>> addresses(String host);

  /** Vert.x's own resolver: hosts file and DNS, each record as long as its TTL says. */
  static HostNames of(Vertx vertx) {
    return host -> {
      Promise<List<String>> found = Promise.promise();
      ((VertxInternal) vertx)
          .nameResolver()
          .resolveAll(
              host,
              result -> {
                if (result.failed()) {
                  found.fail(result.cause());
                } else {
                  found.complete(result.result().stream().map(HostNames::text).toList());
                }
              });
      return found.future();
    };
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress();
  }

  /** Whether it is an address already. */
  static boolean isAddress(String host) {
    return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
  }
}
