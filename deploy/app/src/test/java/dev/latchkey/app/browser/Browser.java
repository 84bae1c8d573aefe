// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Chromium of its own, with an empty profile, that lives as long as a test. It runs as whoever
 * runs the test, root included, and has no port: it is spoken to over its standard streams, in the
 * Chrome DevTools Protocol.
 */
public final class Browser implements AutoCloseable {
  // The protocol wants descriptors 3 and 4, which only a shell can give to a child of this process.
  private static final List<String> START =
      List.of("sh", "-c", "exec \"$0\" \"$@\" 3<&0 4>&1 0</dev/null 1>&2");
  private static final List<String> FLAGS =
      List.of(
          "--headless",
          // Pages are our own, and root cannot have a sandbox.
          "--no-sandbox",
          "--no-zygote",
          "--disable-gpu",
          "--disable-dev-shm-usage",
          "--disable-background-networking",
          "--disable-component-update",
          "--no-first-run",
          "--remote-debugging-pipe");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SECONDS_TO_LEAVE = 10;

  private final Process process;
  private final DevTools tools;

  /** Whether this machine can run it; where not, tests that need it are skipped and say so. */
  public static boolean isPossible() {
    return InstalledChromium.isPossible();
  }

  /**
   * Starts it; the first time on a machine it is installed before.
   *
   * @param folder for its profile
   */
  public Browser(Path folder) {
    Path home = InstalledChromium.folder();
    List<String> words = new ArrayList<>(START);
    words.add(home.resolve("chromium").toString());
    words.addAll(FLAGS);
    words.add("--user-data-dir=" + folder.toAbsolutePath());
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.redirectError(folder.resolve("chromium.txt").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "LD_LIBRARY_PATH", home.resolve("lib").toString(),
                "FONTCONFIG_FILE", home.resolve("fonts.conf").toString(),
                "HOME", folder.toString()));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    tools = new DevTools(process.getInputStream(), process.getOutputStream());
  }

  /** A new, empty page. */
  public Page open() {
    ObjectNode blank = JSON.createObjectNode().put("url", "about:blank");
    String target = tools.call("Target.createTarget", blank, null).path("targetId").asText();
    JsonNode session =
        tools.call(
            "Target.attachToTarget",
            JSON.createObjectNode().put("targetId", target).put("flatten", true),
            null);
    return new Page(tools, session.path("sessionId").asText());
  }

  @Override
  public void close() {
    try {
      tools.call("Browser.close", JSON.createObjectNode(), null);
      if (!process.waitFor(SECONDS_TO_LEAVE, TimeUnit.SECONDS)) {
        throw new AssertionError("the browser does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
