// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import dev.latchkey.app.terminal.CommandFailure;
import dev.latchkey.config.ClientCertificates;
import dev.latchkey.config.ListenAddress;
import dev.latchkey.config.TlsConfig;
import dev.latchkey.listener.CertificateWatch;
import io.vertx.core.Future;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gets listeners to listen, says in words why one does not, and keeps their certificates as their
 * files are. The starting thread only.
 */
final class Bindings {
  private static final Duration LISTEN = Duration.ofSeconds(10);

  private final Platform platform;
  private final Undo undo;

  Bindings(Platform platform, Undo undo) {
    this.platform = platform;
    this.undo = undo;
  }

  /**
   * Waits until it is done. Blocks.
   *
   * @param address null for what has none
   * @throws CommandFailure naming the section and what is wrong with its address
   */
  static <T> T await(String section, @Nullable ListenAddress address, Future<T> binding) {
    try {
      return Waiting.on(binding, LISTEN);
    } catch (Exception refused) {
      throw address == null
          ? CommandFailure.usage(section + ": " + refused)
          : new Listener(section, address).refused(refused);
    }
  }

  /** The base URL of what listens there. */
  static String url(List<TlsConfig> tls, ListenAddress listen, int port) {
    return (tls.isEmpty() ? "http://" : "https://") + new ListenAddress(listen.host(), port);
  }

  /** Keeps a listener's certificates as its files are. Blocks. */
  void watch(
      String listener,
      ListenAddress address,
      List<TlsConfig> files,
      @Nullable ClientCertificates clients,
      Function<ServerSSLOptions, Future<Boolean>> use) {
    if (files.isEmpty()) {
      return;
    }
    CertificateWatch watch = new CertificateWatch(files, clients, platform.clock(), use);
    String id = await(listener, address, platform.vertx().deployVerticle(watch));
    undo.add(listener + " certificates", () -> platform.vertx().undeploy(id).toCompletionStage());
    NodeMeters.certificates(platform.registry(), listener, watch);
  }
}
