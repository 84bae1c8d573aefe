// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that gives little: few files at a time, and no room for the log. */
class HostFaultsIT {
  private static final int DESCRIPTORS = 400;
  private static final Path FULL = Path.of("/dev/full");
  private static final Pattern DROPPED =
      Pattern.compile("(?m)^latchkey_access_log_dropped_total\\S* (\\S+)$");

  private static Deployment deployment;
  private static Deployment.Node node;
  private static String token;
  private static Deployment.Key key;

  @BeforeAll
  static void start(@TempDir Path folder) {
    assumeThat(Files.exists(FULL)).isTrue();
    deployment = new Deployment(folder);
    node =
        deployment.start(
            List.of("sh", "-c", "ulimit -n " + DESCRIPTORS + "; exec \"$@\" > " + FULL, "sh"));
    token = deployment.ownerToken(node, "acme");
    key = deployment.createKey(node, token, "known");
  }

  @AfterAll
  static void stop() {
    if (deployment != null) {
      deployment.close();
    }
  }

  @Test
  @DisplayName("F-66 However many connect, descriptors are left for calls, the store and probes")
  void howeverManyConnectDescriptorsAreLeftForCallsTheStoreAndProbes() throws IOException {
    int port = URI.create(node.gateway()).getPort();
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * DESCRIPTORS; i++) {
        idle.add(new Socket(InetAddress.getLoopbackAddress(), port));
        if (i % 100 == 0) {
          assertThat(deployment.call(node, key.secret())).isEqualTo(200);
        }
      }
      assertThat(deployment.call(node, key.secret())).isEqualTo(200);
      assertThat(deployment.http.get(node.management() + "/readyz").status()).isEqualTo(200);
      assertThat(deployment.createKey(node, token, "new").secret()).isNotEmpty();
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
    assertThat(node.program().isAlive()).isTrue();
  }

  @Test
  @DisplayName("F-70 With the log's disk full, calls are answered and the lost lines counted")
  void withTheLogsDiskFullCallsAreAnsweredAndTheLostLinesCounted() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);

    do {
      assertThat(deployment.call(node, key.secret())).isEqualTo(200);
      assertThat(System.nanoTime()).isLessThan(deadline);
    } while (dropped() == 0);
  }

  private static double dropped() {
    Matcher line = DROPPED.matcher(deployment.http.get(node.management() + "/metrics").body());
    assertThat(line.find()).isTrue();
    return Double.parseDouble(line.group(1));
  }
}
