// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.webhooks;

import dev.latchkey.keys.WebhookLedger.Due;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * One POST: signed, without redirects, to the very address that was judged, with the name in Host
 * and TLS. Of the answer only the status is read.
 */
final class WebhookSender {
  private static final long LIMIT_MILLIS = 10_000;
  private static final int CONNECT_MILLIS = 3_000;
  private static final int CONNECTIONS = 4;
  private static final int WAITING = 64;

  private final WebhookSecrets secrets;
  private final Destinations destinations;
  private final InstantSource clock;
  private final HttpClient client;

  WebhookSender(
      Vertx vertx, WebhookSecrets secrets, Destinations destinations, InstantSource clock) {
    this.secrets = secrets;
    this.destinations = destinations;
    this.clock = clock;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setKeepAlive(false)
                .setDecompressionSupported(false),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(WAITING));
  }

  /** The status of the answer; fails when there is none within 10 s. */
  Future<Integer> send(Due due) {
    URI url = Objects.requireNonNull(Destinations.parse(due.webhook().url()));
    return destinations
        .resolve(url)
        .compose(address -> client.request(options(url, address, due)))
        .compose(
            request ->
                request
                    .send(Buffer.buffer(due.payload()))
                    .map(HttpClientResponse::statusCode)
                    .onSuccess(status -> request.connection().close())
                    .onFailure(cause -> request.reset()))
        .timeout(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Ends what is under way and sends no more. Any thread. */
  Future<Void> close() {
    return client.close();
  }

  private RequestOptions options(URI url, InetAddress address, Due due) {
    boolean tls = "https".equals(url.getScheme());
    int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    long seconds = clock.instant().getEpochSecond();
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
        .setHost(url.getHost())
        .setPort(port)
        .setSsl(tls)
        .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
        .setFollowRedirects(false)
        .putHeader("Content-Type", "application/json")
        .putHeader("User-Agent", "Latchkey")
        .putHeader("Webhook-Id", due.id().toString())
        .putHeader("Webhook-Timestamp", Long.toString(seconds))
        .putHeader(
            "Webhook-Signature",
            secrets.signature(due.webhook().id(), due.id(), seconds, due.payload()));
  }
}
