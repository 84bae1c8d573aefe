// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import dev.latchkey.config.AdminConfig;
import dev.latchkey.config.GatewayConfig;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.config.ManagementConfig;
import dev.latchkey.config.RetentionConfig;
import dev.latchkey.config.StoreConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a node is started with and keeps: another value needs another start. */
public final class FixedSettings {
  private FixedSettings() {}

  private record Setting(String name, Function<LatchkeyConfig, @Nullable Object> value) {}

  private static final List<Setting> ALL =
      List.of(
          new Setting("store", config -> withoutRetention(config.store())),
          gateway("gateway.listen", GatewayConfig::listen),
          gateway("gateway.tls", GatewayConfig::tls),
          gateway("gateway.clientCertificates", GatewayConfig::clientCertificates),
          gateway("gateway.keyCache", GatewayConfig::keyCache),
          gateway("gateway.accessLog", GatewayConfig::accessLog),
          gateway("gateway.drain", GatewayConfig::drain),
          admin("admin.listen", AdminConfig::listen),
          admin("admin.tls", AdminConfig::tls),
          admin("admin.clientCertificates", AdminConfig::clientCertificates),
          new Setting("management.listen", FixedSettings::management));

  /** The names of those that differ. */
  public static List<String> changed(LatchkeyConfig before, LatchkeyConfig after) {
    List<String> changed = new ArrayList<>();
    for (Setting setting : ALL) {
      if (!Objects.equals(setting.value().apply(before), setting.value().apply(after))) {
        changed.add(setting.name());
      }
    }
    return changed;
  }

  private static Setting gateway(String name, Function<GatewayConfig, @Nullable Object> value) {
    return new Setting(
        name, config -> config.gateway() == null ? null : value.apply(config.gateway()));
  }

  private static Setting admin(String name, Function<AdminConfig, @Nullable Object> value) {
    return new Setting(name, config -> config.admin() == null ? null : value.apply(config.admin()));
  }

  /** How long counts are kept is no part of where keys are kept. */
  private static StoreConfig withoutRetention(StoreConfig store) {
    return new StoreConfig(
        store.embedded(),
        store.postgres(),
        store.migrate(),
        store.pepper(),
        store.retiredPeppers(),
        RetentionConfig.DEFAULT);
  }

  private static @Nullable Object management(LatchkeyConfig config) {
    ManagementConfig management = config.management();
    return management == null ? null : management.listen();
  }
}
