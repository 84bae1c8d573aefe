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
  private static final int IDLE_SECONDS = 5;

  /**
   * A socket from which nothing came for this long is closed. Longer than {@link #IDLE_SECONDS}, so
   * that it only ever hits a connection whose server is gone without a word, be it during log-in.
   */
  private static final int SILENT_SECONDS = 8;

  private Connections() {}

  /**
   * A pool whose every bound is set.
   *
   * @param name in the server's list of sessions
   * @param waiting how many may queue for a connection
   * @param waitMillis how long they may queue
   * @param statementMillis the server's own limit on one statement
   */
  static Pool pool(
      Vertx vertx,
      PgSettings settings,
      String name,
      int size,
      int waiting,
      int waitMillis,
      int statementMillis) {
    PoolOptions pool =
        new PoolOptions()
            .setName("latchkey-" + name)
            .setMaxSize(size)
            .setMaxWaitQueueSize(waiting)
            .setConnectionTimeout(waitMillis)
            .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
            .setIdleTimeout(IDLE_SECONDS)
            .setMaxLifetime(30)
            .setMaxLifetimeUnit(TimeUnit.MINUTES);
    NetClientOptions net =
        new NetClientOptions()
            .setConnectTimeout(CONNECT_MILLIS)
            .setReadIdleTimeout(SILENT_SECONDS)
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
   * or queue behind the very statement that does not end; there is no public way to drop the
   * socket.
   */
  static void destroy(SqlConnection connection) {
    Connection physical = ((SqlConnectionInternal) connection).unwrap();
    while (!(physical instanceof SocketConnectionBase) && physical.unwrap() != physical) {
      physical = physical.unwrap();
    }
    if (physical instanceof SocketConnectionBase socket) {
      ChannelFuture unused = socket.socket().channelHandlerContext().channel().close();
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
