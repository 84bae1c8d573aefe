// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli;

import io.netty.util.Version;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** What this program is made of. */
public final class Versions implements IVersionProvider {

  /** Latchkey's own version. */
  public static String latchkey() {
    return build().getProperty("version", "unknown");
  }

  @Override
  public String[] getVersion() {
    Properties build = build();
    String commit = build.getProperty("commit", "");
    return new String[] {
      "latchkey " + latchkey() + (commit.isEmpty() ? "" : " (" + commit + ")"),
      "java     " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
      "vert.x   " + vertx(),
      "netty    " + netty(Version.identify())
    };
  }

  private static Properties build() {
    Properties build = new Properties();
    try (InputStream file = Versions.class.getResourceAsStream("build.properties")) {
      if (file != null) {
        build.load(file);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return build;
  }

  private static String vertx() {
    try (InputStream file = Vertx.class.getResourceAsStream("/META-INF/vertx/vertx-version.txt")) {
      return file == null
          ? "unknown"
          : new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String netty(Map<String, Version> artifacts) {
    @Nullable Version common = artifacts.get("netty-common");
    return common == null ? "unknown" : common.artifactVersion();
  }
}
