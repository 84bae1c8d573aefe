// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code gateway} and {@code management}. */
final class GatewayReader {
  private static final int MOST_KEYS = 10_000_000;
  private static final int MOST_CONNECTIONS = 1_000_000;
  private static final int KEYS = 100_000;
  private static final Duration STALE = Duration.ofMinutes(5);
  private static final Duration LONGEST_STALE = Duration.ofDays(1);
  private static final Duration LEAST_LATENESS = Duration.ofMillis(50);
  private static final Duration MOST_LATENESS = Duration.ofMinutes(1);
  private static final Duration LONGEST_DRAIN = Duration.ofMinutes(5);

  private GatewayReader() {}

  static GatewayConfig gateway(Section section) {
    ListenAddress listen = ListenReader.read(section, "gateway");
    List<TlsConfig> tls = new TlsReader(section.reading()).read(section);
    ClientCertificates clients = ClientCertificatesReader.read(section);
    List<String> proxies = proxies(section);
    String realm = realm(section);
    GatewayConfig.KeyCache cache = cache(section);
    GatewayConfig.Connections connections = connections(section);
    GatewayConfig.Overload overload = overload(section);
    boolean accessLog = section.flag("accessLog", true);
    GatewayConfig.Drain drain = drain(section);
    section.finish();
    return new GatewayConfig(
        listen,
        tls,
        clients,
        proxies,
        realm,
        cache,
        new GatewayConfig.AccessLog(accessLog),
        connections,
        overload,
        drain);
  }

  static ManagementConfig management(Section section) {
    ListenAddress listen = ListenReader.read(section, "management");
    section.finish();
    return new ManagementConfig(listen);
  }

  private static List<String> proxies(Section section) {
    List<String> networks = new ArrayList<>();
    for (Value item : section.items("trustedProxies")) {
      Text text = item.resolved();
      String network = text == null ? null : Network.ofProxies(text, section.reading().problems());
      if (network != null) {
        networks.add(network);
      }
    }
    return List.copyOf(networks);
  }

  /** It is sent inside quotes in a header, so it must need no escape there. */
  private static String realm(Section section) {
    String realm = section.text("realm", "latchkey");
    boolean plain = realm.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '"' && c != '\\');
    Value value = section.get("realm");
    if (!plain && value != null) {
      value.problem(
          "\"realm\" has characters that a header cannot carry", "visible ASCII without \" and \\");
    }
    return realm;
  }

  private static GatewayConfig.Connections connections(Section section) {
    GatewayConfig.Connections usual = GatewayConfig.Connections.USUAL;
    Section bounds = section.section("connections");
    if (bounds == null) {
      return usual;
    }
    int total = (int) bounds.number("total", 1, MOST_CONNECTIONS, usual.total());
    int perAddress = (int) bounds.number("perAddress", 1, MOST_CONNECTIONS, usual.perAddress());
    bounds.finish();
    return new GatewayConfig.Connections(total, perAddress);
  }

  private static GatewayConfig.Overload overload(Section section) {
    GatewayConfig.Overload usual = GatewayConfig.Overload.USUAL;
    Section overload = section.section("overload");
    if (overload == null) {
      return usual;
    }
    Duration lateness =
        overload.duration("lateness", LEAST_LATENESS, MOST_LATENESS, usual.lateness());
    overload.finish();
    return new GatewayConfig.Overload(lateness);
  }

  private static GatewayConfig.Drain drain(Section section) {
    GatewayConfig.Drain usual = GatewayConfig.Drain.DEFAULT;
    Section drain = section.section("drain");
    if (drain == null) {
      return usual;
    }
    Duration grace = drain.duration("grace", Duration.ZERO, LONGEST_DRAIN, usual.grace());
    Duration limit = drain.duration("limit", Duration.ZERO, LONGEST_DRAIN, usual.limit());
    drain.finish();
    return new GatewayConfig.Drain(grace, limit);
  }

  private static GatewayConfig.KeyCache cache(Section section) {
    Section cache = section.section("keyCache");
    if (cache == null) {
      return new GatewayConfig.KeyCache(KEYS, STALE);
    }
    int maxKeys = (int) cache.number("maxKeys", 1, MOST_KEYS, KEYS);
    Duration stale = cache.duration("stale", Duration.ZERO, LONGEST_STALE, STALE);
    cache.finish();
    return new GatewayConfig.KeyCache(maxKeys, stale);
  }
}
