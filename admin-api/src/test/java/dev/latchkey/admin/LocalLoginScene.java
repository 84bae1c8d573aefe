// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import dev.latchkey.config.LoginConfig;
import dev.latchkey.keys.postgres.PostgresExtension;
import dev.latchkey.keys.postgres.TestDatabase;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A control plane with local administrators; a tenant of its own for each test. */
@ExtendWith(PostgresExtension.class)
class LocalLoginScene {
  static final String SESSION = "/admin/v1/session";
  static final String PASSWORD = "correct horse battery";
  static final AtomicInteger TENANTS = new AtomicInteger();

  final String tenant = "t" + TENANTS.incrementAndGet();
  RunningAdmin admin;
  Browser browser;

  @BeforeEach
  void start(TestDatabase database) {
    LoginConfig login =
        new LoginConfig(
            null,
            Duration.ofMinutes(30),
            Duration.ofHours(12),
            new LoginConfig.Local(tenant),
            null);
    admin = new RunningAdmin(database, TestConfig.create(login));
    browser = new Browser(admin);
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  Reply changePassword(String old, String next) {
    return browser.post(
        SESSION + "/password", "{\"password\":\"" + old + "\",\"newPassword\":\"" + next + "\"}");
  }

  String firstCode() {
    return RunningAdmin.get(admin.api.firstCode()).orElseThrow();
  }

  static Reply claim(Browser with, String code, String name, String password) {
    return with.post(
        "/admin/v1/bootstrap",
        "{\"code\":\"" + code + "\",\"name\":\"" + name + "\",\"password\":\"" + password + "\"}");
  }
}
