// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import dev.latchkey.config.ConfigException;
import dev.latchkey.config.ConfigLoader;
import dev.latchkey.config.LatchkeyConfig;
import java.nio.file.Path;
import java.util.Map;

/** The smallest configuration with a public route, a guarded one, and one backend. */
public final class TestConfig {
  private TestConfig() {}

  /**
   * @param upstream members of the upstream beside its target, such as {@code poolSize: 2}
   */
  public static LatchkeyConfig of(int backendPort, String upstream) {
    return at("\"http://127.0.0.1:" + backendPort + '"', upstream);
  }

  /**
   * @param gateway members of the section beside where it listens
   */
  static LatchkeyConfig of(int backendPort, String upstream, String gateway) {
    return of(", " + gateway, Path.of("."), "\"http://127.0.0.1:" + backendPort + '"', upstream);
  }

  /**
   * @param targets as the file lists them
   * @param upstream other members of the upstream
   */
  public static LatchkeyConfig at(String targets, String upstream) {
    return of("", Path.of("."), targets, upstream);
  }

  /**
   * @param folder where the files are that the upstream's members name
   */
  static LatchkeyConfig in(Path folder, String targets, String upstream) {
    return of("", folder, targets, upstream);
  }

  /**
   * The same over TLS.
   *
   * @param folder where the certificate's files are
   * @param name of the files, without their endings
   * @param targets as the file lists them
   * @param upstream members of the upstream beside its target
   */
  public static LatchkeyConfig secure(Path folder, String name, String targets, String upstream) {
    String tls = ", tls: { certificate: NAME.crt, key: NAME.key }".replace("NAME", name);
    return of(tls, folder, targets, upstream);
  }

  private static LatchkeyConfig of(String tls, Path folder, String targets, String upstream) {
    String yaml =
        """
        version: 1
        store: { embedded: { data: ./unused } }
        gateway: { listen: "127.0.0.1:0" TLS }
        scopes: [ { id: "leads:read" } ]
        profiles: { agent: { prefix: lk_test_, credentials: [ X-API-Key ] } }
        upstreams:
          crm: { targets: [ TARGETS ], UPSTREAM }
        routes:
          - { id: open, path: "/open/**", public: true, upstream: crm }
          - { id: small, path: /small, public: true, maxBody: 8B, upstream: crm }
          - { id: guarded, path: /guarded, scopes: { all: [ "leads:read" ] }, upstream: crm }
        """
            .replace("TLS", tls)
            .replace("TARGETS", targets)
            .replace("UPSTREAM", upstream);
    try {
      return new ConfigLoader(Map.of()).loadText("test", yaml, folder);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
