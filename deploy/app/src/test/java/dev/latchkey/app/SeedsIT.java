// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.app.seeds.SeedSuite;
import dev.latchkey.config.ConfigLoader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rows of the four seeds, against the program with the sample of all four products; or against
 * an instance that runs already, when the system properties {@code latchkey.gateway} and {@code
 * latchkey.admin} name it and ADMIN_JWT_SECRET is its issuer's secret.
 */
class SeedsIT {
  @Test
  void everyRowOfTheSeedsIsKept(@TempDir Path folder) throws Exception {
    String gateway = System.getProperty("latchkey.gateway", "");
    SeedSuite suite;
    if (gateway.isEmpty()) {
      suite = onOurOwn(folder);
    } else {
      suite =
          SeedSuite.run(
              gateway,
              System.getProperty("latchkey.admin", ""),
              Objects.requireNonNull(System.getenv("ADMIN_JWT_SECRET")));
    }
    System.out.println(suite.table());

    assertThat(suite.numbers()).containsExactlyElementsOf(oneTo(135));
    assertThat(suite.red()).isEmpty();
  }

  private static SeedSuite onOurOwn(Path folder) throws IOException {
    String secret = UUID.randomUUID() + "-" + UUID.randomUUID();
    int gateway = freePort();
    int admin = freePort();
    int management = freePort();
    Path config = folder.resolve("all.yaml");
    try (Backend backend = new Backend();
        InputStream sample =
            ConfigLoader.class.getResourceAsStream("/dev/latchkey/config/samples/all.yaml")) {
      String text =
          new String(Objects.requireNonNull(sample).readAllBytes(), StandardCharsets.UTF_8);
      Files.writeString(
          config,
          text.replace("127.0.0.1:8080", "127.0.0.1:" + gateway)
              .replace("127.0.0.1:8081", "127.0.0.1:" + admin)
              .replace("127.0.0.1:9090", "127.0.0.1:" + management)
              .replace("127.0.0.1:9000", "127.0.0.1:" + backend.port())
              .replace("accessLog: true", "accessLog: false"));
      try (Program program =
          Program.start(
              Map.of("ADMIN_JWT_SECRET", secret), "serve", "--config", config.toString())) {
        Calls calls = new Calls();
        while (calls.get("http://127.0.0.1:" + management + "/readyz").status() != 200) {
          assertThat(program.isAlive()).as(program.said()).isTrue();
        }
        return SeedSuite.run("http://127.0.0.1:" + gateway, "http://127.0.0.1:" + admin, secret);
      }
    }
  }

  private static List<Integer> oneTo(int last) {
    return IntStream.rangeClosed(1, last).boxed().toList();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
