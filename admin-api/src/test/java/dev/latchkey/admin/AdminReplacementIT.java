// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.latchkey.config.AdminConfig;
import dev.latchkey.config.AdminConfig.Algorithm;
import dev.latchkey.config.AdminConfig.Claims;
import dev.latchkey.config.AdminConfig.Issuer;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.config.LeaksConfig;
import dev.latchkey.config.ListenAddress;
import dev.latchkey.config.SecretValue;
import dev.latchkey.keys.postgres.PostgresExtension;
import dev.latchkey.keys.postgres.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a configuration leaves behind when another takes its place. */
@ExtendWith(PostgresExtension.class)
class AdminReplacementIT {
  private static final LatchkeyConfig CONFIG = TestConfig.create(List.of());

  /** Of one configuration. */
  private static final int CLIENTS = 2;

  private final OpenClients clients = new OpenClients();
  private RunningAdmin admin;

  @BeforeEach
  void start(TestDatabase database) {
    admin = new RunningAdmin(clients.vertx, database.settings(), CONFIG);
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  @Test
  void theClientsOfAReplacedConfigurationAreClosed() throws Exception {
    replace();
    int second = clients.made() - CLIENTS;
    replace();

    clients.awaitClosed(0, CLIENTS);
    clients.awaitClosed(second, second + CLIENTS);
    assertThat(admin.get("/admin/v1/keys", admin.token("owner")).status()).isEqualTo(200);
  }

  @Test
  void aConfigurationThatCannotBeUsedLeavesNoClient() throws Exception {
    int before = clients.made();

    assertThatThrownBy(() -> admin.verticle.prepare(withAWeakSecret()))
        .isInstanceOf(IllegalArgumentException.class);

    clients.awaitClosed(before, clients.made());
  }

  @Test
  void theClientsOfAStoppedListenerAreClosed() {
    String id = clients.vertx.deploymentIDs().iterator().next();

    RunningAdmin.get(clients.vertx.undeploy(id));

    assertThat(clients.areClosed(0, CLIENTS)).isTrue();
  }

  @Test
  void aDeliveryUnderWayIsFinishedByTheConfigurationThatBeganIt() throws Exception {
    try (SlowReceiver receiver = new SlowReceiver()) {
      String owner = admin.token("owner");
      Reply made =
          admin.post("/admin/v1/webhooks", owner, "{\"url\":\"" + receiver.address() + "\"}");
      String webhook = "/admin/v1/webhooks/" + made.at("/webhook/id");
      admin.send("POST", webhook + "/test", owner, null);
      assertThat(receiver.asked.await(15, TimeUnit.SECONDS)).isTrue();

      replace();
      assertThat(clients.areClosed(0, CLIENTS)).isFalse();
      receiver.mayAnswer.countDown();

      clients.awaitClosed(0, CLIENTS);
      Reply deliveries = admin.get(webhook + "/deliveries", owner);
      assertThat(deliveries.at("/data/0/state")).as(deliveries.text()).isEqualTo("delivered");
    }
  }

  private void replace() {
    RunningAdmin.get(admin.verticle.replace(admin.verticle.prepare(CONFIG)));
  }

  private static LatchkeyConfig withAWeakSecret() {
    Issuer weak =
        new Issuer(
            "https://weak.example.test",
            "latchkey",
            Algorithm.HS256,
            new SecretValue("${env:WEAK}", "weak"),
            null,
            null,
            Claims.DEFAULT,
            Map.of());
    return TestConfig.create(
        new AdminConfig(
            new ListenAddress("127.0.0.1", 0),
            List.of(),
            null,
            false,
            List.of(weak),
            null,
            LeaksConfig.NONE,
            true));
  }

  /** Hears of one event and answers when it is told to. */
  private static final class SlowReceiver implements AutoCloseable {
    final CountDownLatch asked = new CountDownLatch(1);
    final CountDownLatch mayAnswer = new CountDownLatch(1);
    private final HttpServer server;

    SlowReceiver() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            asked.countDown();
            try {
              mayAnswer.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
          });
      server.start();
    }

    String address() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    @Override
    public void close() {
      mayAnswer.countDown();
      server.stop(0);
    }
  }
}
