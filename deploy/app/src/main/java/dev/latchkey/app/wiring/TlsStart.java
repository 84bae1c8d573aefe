// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import dev.latchkey.config.AdminConfig;
import dev.latchkey.config.GatewayConfig;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.config.UpstreamConfig;
import dev.latchkey.listener.TlsOptions;
import dev.latchkey.listener.VerificationRehearsal;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done once for TLS, where it is spoken at all, so that no event loop has to. */
final class TlsStart {
  private static final Logger log = LoggerFactory.getLogger(TlsStart.class);

  private final Vertx vertx;
  private final boolean needed;

  TlsStart(Vertx vertx, LatchkeyConfig config) {
    this.vertx = vertx;
    this.needed = isSpoken(config);
  }

  /** Loads what speaks it. Blocks for a moment. */
  void load() {
    if (needed) {
      log.info("TLS is spoken by {}", TlsOptions.engineName());
    }
  }

  /** Begins on a worker, once calls are served: the start does not wait for it. */
  void rehearse() {
    if (needed) {
      vertx
          .executeBlocking(VerificationRehearsal::run, false)
          .onFailure(fault -> log.debug("Certificates were not verified ahead: {}", fault, fault));
    }
  }

  private static boolean isSpoken(LatchkeyConfig config) {
    GatewayConfig gateway = config.gateway();
    AdminConfig admin = config.admin();
    return (gateway != null && !gateway.tls().isEmpty())
        || (admin != null && !admin.tls().isEmpty())
        || config.upstreams().values().stream()
            .flatMap(upstream -> upstream.targets().stream())
            .anyMatch(UpstreamConfig.Target::tls);
  }
}
