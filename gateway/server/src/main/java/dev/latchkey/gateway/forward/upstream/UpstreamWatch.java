// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import dev.latchkey.config.UpstreamConfig;
import dev.latchkey.config.UpstreamConfig.HealthCheck;
import dev.latchkey.gateway.forward.client.ClientSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Watches over one upstream for the whole process: looks names up, asks targets how they are. All
 * of it happens on one event loop, between requests.
 */
final class UpstreamWatch {
  private final Vertx vertx;
  private final UpstreamState state;
  private final HostNames names;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final List<HealthProbe> probes = new ArrayList<>();
  private final Context context;
  private @Nullable HttpClient client;
  private long timer = -1;

  UpstreamWatch(
      Vertx vertx,
      UpstreamState state,
      HostNames names,
      LongSupplier nanoTime,
      RandomGenerator random) {
    this.vertx = vertx;
    this.state = state;
    this.names = names;
    this.nanoTime = nanoTime;
    this.random = random;
    this.context = vertx.getOrCreateContext();
  }

  UpstreamState state() {
    return state;
  }

  /** Completes when every name was looked up once, with or without success. */
  Future<Void> start() {
    Promise<Void> looked = Promise.promise();
    context.runOnContext(
        v ->
            lookUp()
                .onComplete(
                    done -> {
                      probe();
                      looked.complete();
                    }));
    return looked.future();
  }

  private Future<?> lookUp() {
    List<AddressWatch> watches = new ArrayList<>();
    for (int i = 0; i < state.size(); i++) {
      TargetState target = state.target(i);
      if (!target.isFound()) {
        watches.add(new AddressWatch(target, names, nanoTime));
      }
    }
    if (watches.isEmpty()) {
      return Future.succeededFuture();
    }
    timer =
        vertx.setPeriodic(AddressWatch.PERIOD_MILLIS, id -> watches.forEach(AddressWatch::look));
    return Future.join(watches.stream().map(AddressWatch::look).toList());
  }

  private void probe() {
    HealthCheck check = state.config().health();
    if (check == null) {
      return;
    }
    UpstreamConfig config = state.config();
    HttpClient asking =
        vertx.createHttpClient(
            ClientSettings.options(config, (int) check.timeout().toMillis()).setKeepAlive(false));
    client = asking;
    for (int i = 0; i < state.size(); i++) {
      probes.add(new HealthProbe(vertx, asking, state.target(i), config, check, random));
    }
    probes.forEach(HealthProbe::ask);
  }

  void stop() {
    context.runOnContext(
        v -> {
          vertx.cancelTimer(timer);
          probes.forEach(HealthProbe::stop);
          if (client != null) {
            client.close();
          }
        });
  }
}
