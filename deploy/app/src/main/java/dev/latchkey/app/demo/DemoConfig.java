// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.demo;

import dev.latchkey.config.AdminConfig;
import dev.latchkey.config.ConfigException;
import dev.latchkey.config.ConfigLoader;
import dev.latchkey.config.GatewayConfig;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.config.ListenAddress;
import dev.latchkey.config.ManagementConfig;
import dev.latchkey.config.UpstreamConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The sample file of all four products, bent to this machine: ports, backend, a secret of its own.
 */
final class DemoConfig {
  private static final String HOST = "127.0.0.1";
  private static final String SAMPLE = "/dev/latchkey/config/samples/all.yaml";
  private static final String SECRET_VARIABLE = "ADMIN_JWT_SECRET";

  private final LatchkeyConfig sample;
  private final DemoOptions options;

  /**
   * @param secret that admin tokens are signed with, at least 32 characters
   */
  DemoConfig(DemoOptions options, String secret) {
    this.options = options;
    try {
      this.sample =
          new ConfigLoader(Map.of(SECRET_VARIABLE, secret))
              .loadText("all.yaml", read(), Path.of(""));
    } catch (ConfigException defect) {
      throw new IllegalStateException("the sample configuration is wrong", defect);
    }
  }

  /**
   * The configuration with every upstream at one backend.
   *
   * @param backendPort on loopback
   */
  LatchkeyConfig with(int backendPort) {
    GatewayConfig gateway = Objects.requireNonNull(sample.gateway());
    AdminConfig admin = Objects.requireNonNull(sample.admin());
    return new LatchkeyConfig(
        sample.store(),
        new GatewayConfig(
            new ListenAddress(HOST, options.gatewayPort()),
            gateway.tls(),
            gateway.clientCertificates(),
            gateway.trustedProxies(),
            gateway.realm(),
            gateway.keyCache(),
            gateway.accessLog(),
            gateway.connections(),
            gateway.overload(),
            gateway.drain()),
        new AdminConfig(
            new ListenAddress(HOST, options.adminPort()),
            admin.tls(),
            admin.clientCertificates(),
            admin.insecure(),
            admin.issuers(),
            admin.login(),
            admin.leaks(),
            admin.privateWebhooks()),
        new ManagementConfig(new ListenAddress(HOST, options.managementPort())),
        sample.scopes(),
        sample.plans(),
        sample.profiles(),
        upstreams(backendPort),
        sample.routes());
  }

  private Map<String, UpstreamConfig> upstreams(int backendPort) {
    Map<String, UpstreamConfig> upstreams = new LinkedHashMap<>();
    UpstreamConfig.Target backend = new UpstreamConfig.Target(false, HOST, backendPort);
    sample.upstreams().keySet().forEach(id -> upstreams.put(id, UpstreamConfig.of(id, backend)));
    return upstreams;
  }

  private static String read() {
    try (InputStream file = ConfigLoader.class.getResourceAsStream(SAMPLE)) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
