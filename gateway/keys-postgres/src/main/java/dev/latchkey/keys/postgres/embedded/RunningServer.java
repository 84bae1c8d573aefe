// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A server that another Latchkey runs on a data directory. Whoever may read that directory may
 * connect to it; starting, restarting and stopping it stay the other's business.
 */
public final class RunningServer {
  private RunningServer() {}

  /**
   * Where it is and how to log in, as its files have it. Reads two small files.
   *
   * @param data the directory that {@link EmbeddedPostgres.Settings} names
   * @return empty while it does not accept connections
   * @throws EmbeddedPostgresException when the directory cannot be read
   */
  public static Optional<Address> on(Path data) {
    DataLayout layout = new DataLayout(data.toAbsolutePath().normalize());
    Postmaster postmaster = new Postmaster(layout);
    OptionalInt port = postmaster.isReady() ? postmaster.port() : OptionalInt.empty();
    if (port.isEmpty()) {
      return Optional.empty();
    }
    try {
      String password = Files.readString(layout.passwordFile()).strip();
      return Optional.of(EmbeddedPostgres.addressOn(port.getAsInt(), password));
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "cannot read " + layout.passwordFile() + ": " + e + "; be the user that it belongs to",
          e);
    }
  }
}
