// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checks that compare everything with everything would not come to an end here. */
class LargeFilesTest {
  private static final int ROUTES = 20_000;

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void twentyThousandRoutesWithTheirOwnScopesAndUpstreamsLoad() throws ConfigException {
    String yaml = file(ROUTES, "/r");

    LatchkeyConfig config = Samples.load(yaml);

    assertThat(config.routes()).hasSize(ROUTES);
    assertThat(config.upstreams()).hasSize(ROUTES);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void twentyThousandRoutesOnOnePathAreEachReported() {
    String yaml = file(ROUTES, "/same/{x}/").replaceAll("/same/\\{x}/[0-9]+", "/same/{x}");

    ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> Samples.load(yaml));

    assertThat(refusal.problems()).hasSize(ROUTES - 1);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void twentyThousandUnknownNamesAreEachReported() {
    String yaml = file(ROUTES, "/r").replace("upstream: u", "upstream: unknown");

    ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> Samples.load(yaml));

    assertThat(refusal.problems()).hasSize(ROUTES);
  }

  private static String file(int routes, String path) {
    StringBuilder scopes = new StringBuilder("scopes:\n");
    StringBuilder upstreams = new StringBuilder("upstreams:\n");
    StringBuilder lines = new StringBuilder("routes:\n");
    for (int i = 0; i < routes; i++) {
      scopes.append("  - { id: s").append(i).append(" }\n");
      upstreams.append("  u").append(i).append(": { targets: [ \"http://127.0.0.1:9\" ] }\n");
      lines.append("  - { id: r").append(i).append(", path: \"").append(path).append(i);
      lines.append("\", scopes: { all: [ s").append(i).append(" ] }, upstream: u").append(i);
      lines.append(" }\n");
    }
    return Samples.minimal("profiles: { p: { prefix: p_ } }\n" + scopes + upstreams + lines);
  }
}
