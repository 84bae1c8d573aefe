// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import dev.latchkey.app.terminal.CommandFailure;
import dev.latchkey.app.terminal.ExitCode;
import dev.latchkey.config.AdminConfig;
import dev.latchkey.config.GatewayConfig;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.config.ListenAddress;
import dev.latchkey.config.ManagementConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * A configured place to listen.
 *
 * @param section of the configuration
 */
record Listener(String section, ListenAddress address) {
  static final String GATEWAY = "gateway";
  static final String ADMIN = "admin";
  static final String MANAGEMENT = "management";

  static List<Listener> of(LatchkeyConfig config) {
    List<Listener> all = new ArrayList<>();
    GatewayConfig gateway = config.gateway();
    if (gateway != null) {
      all.add(new Listener(GATEWAY, gateway.listen()));
    }
    AdminConfig admin = config.admin();
    if (admin != null) {
      all.add(new Listener(ADMIN, admin.listen()));
    }
    ManagementConfig management = config.management();
    if (management != null) {
      all.add(new Listener(MANAGEMENT, management.listen()));
    }
    return all;
  }

  /**
   * Looks before anything is started, so that a taken port is told at once. Blocks for an instant.
   *
   * @throws CommandFailure when the address cannot be bound
   */
  void requireFree() {
    if (address.port() == 0) {
      return;
    }
    try (ServerSocket probe = new ServerSocket()) {
      // As the real listener will: connections that wait for their end do not count.
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address.host(), address.port()));
    } catch (IOException cannotBind) {
      throw refused(cannotBind);
    }
  }

  /** In words, why the address could not be bound. */
  CommandFailure refused(Throwable cause) {
    String why = String.valueOf(cause.getMessage());
    String where = section + ".listen " + address;
    if (why.contains("in use")) {
      return new CommandFailure(
          ExitCode.PORT_TAKEN,
          where
              + ": the port is taken. Stop the program that listens there, or choose another port.");
    }
    String known = cause instanceof BindException ? "" : cause.getClass().getSimpleName() + ": ";
    return CommandFailure.usage(where + ": cannot listen there: " + known + why);
  }
}
