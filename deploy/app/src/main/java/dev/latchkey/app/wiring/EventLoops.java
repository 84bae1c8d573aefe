// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import dev.latchkey.listener.SystemTransport;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;

/** Makes the Vert.x that everything runs on. */
public final class EventLoops {
  private static final int WORKERS = 4;
  private static final int HOSTS_MILLIS = 1_000;

  private EventLoops() {}

  /** One event loop per processor that this process may use. */
  public static int count() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** For a node: the system's best transport, pool meters, no meters on the data path. */
  public static Vertx forNode(MeterRegistry registry) {
    MicrometerMetricsOptions meters = new MicrometerMetricsOptions().setEnabled(true);
    for (MetricsDomain domain : MetricsDomain.values()) {
      if (domain != MetricsDomain.NAMED_POOLS) {
        meters.addDisabledMetricsCategory(domain);
      }
    }
    // Its gauges carry nothing that tells one pool from another; the pools' own do.
    meters.addDisabledMetricsCategory("sql");
    return SystemTransport.vertx()
        .with(options(count()).setMetricsOptions(meters))
        .withMetrics(new MicrometerMetricsFactory(registry))
        .build();
  }

  /** For one command. */
  public static Vertx forCommand() {
    return SystemTransport.vertx().with(options(1)).build();
  }

  private static VertxOptions options(int loops) {
    return new VertxOptions()
        .setEventLoopPoolSize(loops)
        .setWorkerPoolSize(WORKERS)
        // Names in the hosts file may move while the process runs, like those of the DNS.
        .setAddressResolverOptions(new AddressResolverOptions().setHostsRefreshPeriod(HOSTS_MILLIS))
        // Nothing is served from files, so no cache directory is needed.
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }
}
