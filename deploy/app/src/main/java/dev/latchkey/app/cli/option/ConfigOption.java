// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli.option;

import dev.latchkey.config.ConfigException;
import dev.latchkey.config.ConfigLoader;
import dev.latchkey.config.LatchkeyConfig;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --config}. */
public final class ConfigOption {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration file (YAML).")
  private Path file = Path.of("");

  /** As given. */
  public Path file() {
    return file;
  }

  /**
   * Reads and checks the file. Blocks.
   *
   * @throws ConfigException with every problem found
   */
  public LatchkeyConfig load(Session session) throws ConfigException {
    return new ConfigLoader(session.terminal().environment()).load(file);
  }
}
