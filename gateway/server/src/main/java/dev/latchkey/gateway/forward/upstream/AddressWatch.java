// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the addresses of a named target current, so that no request ever waits for a look-up. While
 * the name cannot be looked up, the last good addresses are used for a minute. One thread.
 */
final class AddressWatch {
  /** How often to look: the resolver remembers what is still valid, so this costs next to nothing. */
  static final long PERIOD_MILLIS = 1_000;

  private static final Logger log = LoggerFactory.getLogger(AddressWatch.class);
  private static final long LAST_GOOD_NANOS = Duration.ofSeconds(60).toNanos();

  private final TargetState target;
  private final HostNames names;
  private final LongSupplier nanoTime;
  private long goodAt;
  private boolean looking;
  private boolean failing;

  AddressWatch(TargetState target, HostNames names, LongSupplier nanoTime) {
    this.target = target;
    this.names = names;
    this.nanoTime = nanoTime;
  }

  /** Completes, never fails, when it is known where the target is, or that it is not. */
  Future<Void> look() {
    if (looking) {
      return Future.succeededFuture();
    }
    looking = true;
    return names
        .addresses(target.target().host())
        .map(AddressWatch::sorted)
        .onComplete(this::found, this::lost)
        .eventually(
            () -> {
              looking = false;
              return Future.succeededFuture();
            })
        .transform(done -> Future.succeededFuture());
  }

  /** In one order, so that a server that shuffles its records does not look like a change. */
  private static List<String> sorted(List<String> addresses) {
    return addresses.stream().sorted().distinct().toList();
  }

  private void found(List<String> addresses) {
    goodAt = nanoTime.getAsLong();
    failing = false;
    int port = target.target().port();
    List<SocketAddress> now =
        addresses.stream().map(address -> SocketAddress.inetSocketAddress(port, address)).toList();
    if (!now.equals(target.addresses())) {
      target.found(now);
    }
  }

  private void lost(Throwable cause) {
    if (!failing) {
      log.atWarn()
          .addKeyValue("target", target.target())
          .setCause(cause)
          .log("a target's name cannot be looked up");
    }
    failing = true;
    if (target.isFound() && nanoTime.getAsLong() - goodAt >= LAST_GOOD_NANOS) {
      target.found(List.of());
    }
  }
}
