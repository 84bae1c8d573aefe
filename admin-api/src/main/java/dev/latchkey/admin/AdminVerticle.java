// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import dev.latchkey.admin.http.ApiRouter;
import dev.latchkey.config.AdminConfig;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.config.TlsConfig;
import dev.latchkey.keys.KeyMint;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control plane's listener: HTTP/1.1, with TLS where it is configured. One instance. */
public final class AdminVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(AdminVerticle.class);
  private static final int IDLE_SECONDS = 30;

  /** Room for the longest token and the rest of a request's head. */
  private static final int MAX_HEADER_BYTES = 16_384;

  private static final int MAX_LINE_BYTES = 8_192;
  private static final int DRAIN_SECONDS = 10;

  private final AdminConfig admin;
  private final AdminApi api;
  private volatile @Nullable HttpServer server;

  /**
   * @throws IllegalArgumentException when there is no control plane configured, an issuer's key
   *     cannot be used, or the listener would be open to the network without TLS
   */
  public AdminVerticle(
      Vertx vertx,
      LatchkeyConfig config,
      AdminPorts ports,
      KeyMint mint,
      InstantSource clock,
      SecureRandom random) {
    if (config.admin() == null) {
      throw new IllegalArgumentException("the configuration has no section admin");
    }
    this.admin = config.admin();
    if (admin.tls().isEmpty() && !admin.listen().isLoopback() && !admin.insecure()) {
      throw new IllegalArgumentException(
          "admin.listen is open to the network without TLS; configure admin.tls, or say"
              + " insecure: true");
    }
    this.api = new AdminApi(vertx, config, admin, ports, mint, clock, random);
  }

  @Override
  public Future<?> start() {
    ApiRouter router = api.router();
    return vertx
        .createHttpServer(options())
        .requestHandler(router.build(api.operations()))
        .invalidRequestHandler(router::refuseBroken)
        .listen(admin.listen().port(), admin.listen().host())
        .onSuccess(bound -> server = bound)
        .compose(bound -> welcome());
  }

  /** The one secret that is ever logged: it works once, for a quarter of an hour. */
  private Future<Void> welcome() {
    return api.firstCode()
        .onSuccess(
            code ->
                code.ifPresent(
                    text ->
                        LOG.warn(
                            "Nobody can sign in yet. Within 15 minutes, make the first owner with"
                                + " the code {} by POST /admin/v1/bootstrap",
                            text)))
        .<Void>mapEmpty()
        .recover(
            fault -> {
              LOG.warn("The first code could not be made: {}", fault.getMessage());
              return Future.succeededFuture();
            });
  }

  /** Takes no more connections and lets what runs finish, for at most 10 s. */
  @Override
  public Future<?> stop() {
    HttpServer bound = server;
    return bound == null
        ? Future.succeededFuture()
        : bound.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * The port that was bound.
   *
   * @throws IllegalStateException before the verticle was deployed
   */
  public int actualPort() {
    HttpServer bound = server;
    if (bound == null) {
      throw new IllegalStateException("not listening yet");
    }
    return bound.actualPort();
  }

  private HttpServerOptions options() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHttp2ClearTextEnabled(false)
            .setUseAlpn(false)
            .setIdleTimeout(IDLE_SECONDS)
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setMaxInitialLineLength(MAX_LINE_BYTES)
            .setHandle100ContinueAutomatically(false)
            .setDecompressionSupported(false);
    if (!admin.tls().isEmpty()) {
      PemKeyCertOptions chains = new PemKeyCertOptions();
      for (TlsConfig tls : admin.tls()) {
        chains.addCertPath(tls.certificate().toString()).addKeyPath(tls.key().toString());
      }
      options.setSsl(true).setSni(admin.tls().size() > 1).setKeyCertOptions(chains);
    }
    return options;
  }
}
