// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import dev.latchkey.config.UpstreamConfig;
import dev.latchkey.config.UpstreamConfig.HealthCheck;
import dev.latchkey.gateway.forward.client.ClientSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one target again and again whether it is well, each time over a connection of its own, so
 * that it is known to take new ones. One thread, once per process.
 */
final class HealthProbe {
  private static final Logger log = LoggerFactory.getLogger(HealthProbe.class);

  private final Vertx vertx;
  private final HttpClient client;
  private final TargetState target;
  private final UpstreamConfig config;
  private final HealthCheck check;
  private final RandomGenerator random;
  private int inARow;
  private boolean stopped;
  private @Nullable HttpClientRequest asking;

  HealthProbe(
      Vertx vertx,
      HttpClient client,
      TargetState target,
      UpstreamConfig config,
      HealthCheck check,
      RandomGenerator random) {
    this.vertx = vertx;
    this.client = client;
    this.target = target;
    this.config = config;
    this.check = check;
    this.random = random;
  }

  /** Asks at once, and from then on. */
  void ask() {
    if (stopped) {
      return;
    }
    List<SocketAddress> addresses = target.addresses();
    if (addresses.isEmpty()) {
      later();
      return;
    }
    client
        .request(
            ClientSettings.request(
                config, target.target(), addresses.get(0), HttpMethod.GET, check.path()))
        .compose(this::send)
        .map(HttpClientResponse::statusCode)
        .timeout(check.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(status -> told(isGood(status)), silence -> told(false));
  }

  private Future<HttpClientResponse> send(HttpClientRequest request) {
    asking = request;
    request.exceptionHandler(heardElsewhere -> {});
    request.putHeader("User-Agent", "latchkey-health");
    return request.send();
  }

  private boolean isGood(int status) {
    return check.statuses().isEmpty()
        ? status >= 200 && status < 300
        : check.statuses().contains(status);
  }

  /** The answer's body is of no interest; a late answer neither. */
  private void told(boolean good) {
    HttpClientRequest asked = asking;
    if (asked != null) {
      asked.reset();
      asking = null;
    }
    boolean bad = target.isUnhealthy();
    inARow = good == bad ? inARow + 1 : 0;
    if (inARow >= (bad ? check.healthyAfter() : check.unhealthyAfter())) {
      inARow = 0;
      target.probed(good);
      log.atInfo()
          .addKeyValue("target", target.target())
          .log(good ? "a target is well again" : "a target is not well");
    }
    later();
  }

  /** Not quite regularly, so that many gateways do not ask in step. */
  private void later() {
    if (!stopped) {
      long interval = check.interval().toMillis();
      vertx.setTimer(
          Math.max(1, interval - random.nextLong(Math.max(1, interval / 10))), id -> ask());
    }
  }

  void stop() {
    stopped = true;
  }
}
