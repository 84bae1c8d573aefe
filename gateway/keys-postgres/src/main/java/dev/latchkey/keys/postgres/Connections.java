// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import io.netty.channel.ChannelFuture;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.Connection;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;

/** Builds connection pools, and destroys connections that no longer answer. */
final class Connections {
  private static final int CONNECT_MILLIS = 2_000;

  /** A connection that nobody used for this long is closed. */
  private static final int IDLE_SECONDS = 60;

  private Connections() {}

  /**
   * A pool whose every bound is set.
   *
   * @param name in the server's list of sessions
   * @param waiting how many may queue for a connection
   * @param statementMillis the server's own limit on one statement
   */
  static Pool pool(
      Vertx vertx, PgSettings settings, String name, int size, int waiting, int statementMillis) {
    PoolOptions pool =
        new PoolOptions()
            .setName("latchkey-" + name)
            .setMaxSize(size)
            .setMaxWaitQueueSize(waiting)
            // Whoever waits has a clock of his own; a pool that is closed stumbles over its own.
            .setConnectionTimeout(0)
            .setIdleTimeout(IDLE_SECONDS)
            .setMaxLifetime(30)
            .setMaxLifetimeUnit(TimeUnit.MINUTES);
    NetClientOptions net =
        new NetClientOptions()
            .setConnectTimeout(CONNECT_MILLIS)
            .setTcpKeepAlive(true)
            .setTcpNoDelay(true);
    return PgBuilder.pool()
        .with(pool)
        .with(net)
        .connectingTo(options(settings, "latchkey " + name, statementMillis))
        .using(vertx)
        .build();
  }

  /**
   * Cuts a connection off at once. Closing it in the ordinary way would hand it back to its pool,
   * and closing its channel would say goodbye and wait for the server's answer; so the close starts
   * at the transport's end of the pipeline. There is no public way to do that.
   */
  static void destroy(SqlConnection connection) {
    Connection physical = ((SqlConnectionInternal) connection).unwrap();
    if (physical.unwrap() instanceof SocketConnectionBase pooled) {
      ChannelFuture unused =
          pooled.socket().channelHandlerContext().pipeline().firstContext().close();
    } else {
      throw new IllegalStateException("not a connection of a pool: " + physical.getClass());
    }
  }

  private static PgConnectOptions options(PgSettings settings, String name, int statementMillis) {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(settings.host())
            .setPort(settings.port())
            .setDatabase(settings.database())
            .setUser(settings.user())
            .setPassword(settings.password())
            .setCachePreparedStatements(true)
            .setReconnectAttempts(0)
            .addProperty("application_name", name)
            .addProperty("statement_timeout", Integer.toString(statementMillis));
    return switch (settings.tls()) {
      case DISABLE -> options.setSslMode(SslMode.DISABLE);
      case VERIFY_CA -> options.setSslMode(SslMode.VERIFY_CA).setSslOptions(ssl(settings, ""));
      case VERIFY_FULL ->
          options.setSslMode(SslMode.VERIFY_FULL).setSslOptions(ssl(settings, "HTTPS"));
    };
  }

  private static ClientSSLOptions ssl(PgSettings settings, String hostCheck) {
    return new ClientSSLOptions()
        .setTrustOptions(trust(settings))
        .setHostnameVerificationAlgorithm(hostCheck);
  }

  private static TrustOptions trust(PgSettings settings) {
    if (settings.rootCertificate() != null) {
      return new PemTrustOptions().addCertPath(settings.rootCertificate().toString());
    }
    try {
      TrustManagerFactory runtime =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      runtime.init((KeyStore) null);
      return TrustOptions.wrap(runtime);
    } catch (GeneralSecurityException everyJavaHasOne) {
      throw new IllegalStateException(everyJavaHasOne);
    }
  }
}
