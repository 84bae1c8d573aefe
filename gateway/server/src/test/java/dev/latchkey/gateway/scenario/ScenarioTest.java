// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.ConfigException;
import dev.latchkey.gateway.LoopWatch;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandle;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The outside of the data plane, file by file: {@code scenarios/<stage>/<case>.yaml}. */
class ScenarioTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  @BeforeAll
  static void warmUp() throws IOException, URISyntaxException, ConfigException {
    for (Named<Path> file : files().subList(0, 3)) {
      try (ScenarioRun run = new ScenarioRun(Scenario.read(file.getPayload()), LOOPS.vertx())) {
        run.run();
      }
    }
    LOOPS.forget();
  }

  @ParameterizedTest
  @MethodSource("files")
  void goesAsWritten(Path file) throws ConfigException {
    try (ScenarioRun run = new ScenarioRun(Scenario.read(file), LOOPS.vertx())) {
      run.run();
    }
  }

  @Test
  void noFileIsLeftOut() throws IOException, URISyntaxException {
    List<Named<Path>> found = files();

    assertThat(found).hasSizeGreaterThanOrEqualTo(60);
  }

  /** They are told a second time over what containers run on that deny io_uring. */
  @Test
  @EnabledIfSystemProperty(named = "latchkey.transport", matches = "epoll")
  void theSecondTimeRunsOnEpoll() {
    EventLoopGroup loops = ((VertxInternal) LOOPS.vertx()).nettyEventLoopGroup();

    assertThat(((IoEventLoopGroup) loops).isCompatible(EpollIoHandle.class)).isTrue();
  }

  static List<Named<Path>> files() throws IOException, URISyntaxException {
    Path root =
        Path.of(Objects.requireNonNull(ScenarioTest.class.getResource("/scenarios")).toURI());
    try (Stream<Path> files = Files.walk(root, 2)) {
      return files
          .filter(
              file -> file.toString().endsWith(".yaml") && root.relativize(file).getNameCount() > 1)
          .sorted()
          .map(file -> Named.of(root.relativize(file).toString(), file))
          .toList();
    }
  }
}
