// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;

/**
 * Reads the configuration file. Everything is checked here, once; what is returned can be used
 * without further questions. Blocking: it reads files, so not for an event loop. Safe for use by
 * several threads.
 */
public final class ConfigLoader {
  private final Map<String, String> environment;
  private final InstantSource clock;

  /**
   * @param environment what {@code ${env:NAME}} refers to, usually {@code System.getenv()}
   */
  public ConfigLoader(Map<String, String> environment) {
    this(environment, InstantSource.system());
  }

  /**
   * @param clock decides whether a certificate has expired
   */
  public ConfigLoader(Map<String, String> environment, InstantSource clock) {
    this.environment = Map.copyOf(environment);
    this.clock = clock;
  }

  /**
   * Reads and checks a file. Relative paths in it start from its own folder.
   *
   * @throws ConfigException with every problem found, in the order of the file; also where it
   *     cannot be read at all
   */
  public LatchkeyConfig load(Path file) throws ConfigException {
    Problems problems = new Problems(file.toString());
    String yaml = null;
    try {
      yaml = Disk.text(file, YamlTree.LARGEST);
    } catch (IOException e) {
      problems.add(Place.START, "the file " + Disk.explain(e), null);
    }
    Path folder = file.toAbsolutePath().getParent();
    return read(yaml, folder == null ? file.toAbsolutePath() : folder, problems);
  }

  /**
   * Reads and checks a text, as if it were a file.
   *
   * @param fileName what problems call it
   * @param baseDirectory where relative paths in it start
   * @throws ConfigException with every problem found, in the order of the text
   */
  public LatchkeyConfig loadText(String fileName, String yaml, Path baseDirectory)
      throws ConfigException {
    return read(yaml, baseDirectory.toAbsolutePath(), new Problems(fileName));
  }

  private LatchkeyConfig read(@Nullable String yaml, Path folder, Problems problems)
      throws ConfigException {
    MappingNode root = yaml == null ? null : YamlTree.read(yaml, problems);
    if (root == null) {
      throw problems.toException();
    }
    Path base = folder.normalize();
    CrossChecks checks = CrossChecks.empty();
    References references = new References(environment, base);
    Reading reading = new Reading(problems, references, checks, base, clock);
    LatchkeyConfig config = new ConfigReader(root, reading).read();
    checks.run(problems);
    if (!problems.isEmpty()) {
      throw problems.toException();
    }
    return config;
  }
}
