// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.bench;

import dev.latchkey.config.ConfigException;
import dev.latchkey.config.ConfigLoader;
import dev.latchkey.config.LatchkeyConfig;
import java.nio.file.Path;
import java.util.Map;

/** A configuration of as many routes as are wanted, each with a scope of its own. */
final class ManyRoutes {
  private ManyRoutes() {}

  static LatchkeyConfig config(int routes) {
    StringBuilder yaml =
        new StringBuilder(
            """
            version: 1
            store: { embedded: { data: ./unused } }
            gateway: { listen: "127.0.0.1:0" }
            plans: { plenty: { limits: [ { name: minute, limit: 100000000, window: 60s } ] } }
            profiles: { bench: { prefix: bk_live_, scopePolicy: optional, plan: plenty } }
            upstreams: { backend: { targets: [ "http://127.0.0.1:1" ] } }
            scopes:
            """);
    for (int i = 0; i < routes; i++) {
      yaml.append("  - { id: \"s").append(i).append(":read\" }\n");
    }
    yaml.append("routes:\n");
    for (int i = 0; i < routes; i++) {
      String line =
          "  - { id: rN, path: /api/sN/**, scopes: { all: [ \"sN:read\" ] }, upstream: backend }\n";
      yaml.append(line.replace("N", Integer.toString(i)));
    }
    try {
      return new ConfigLoader(Map.of()).loadText("bench", yaml.toString(), Path.of("."));
    } catch (ConfigException broken) {
      throw new IllegalStateException(broken);
    }
  }
}
