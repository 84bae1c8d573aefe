// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.reload;

import dev.latchkey.app.wiring.FixedSettings;
import dev.latchkey.app.wiring.Waiting;
import dev.latchkey.config.ConfigException;
import dev.latchkey.config.LatchkeyConfig;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the configuration file in force again when it has changed, or when somebody asks. A file
 * with anything wrong in it changes nothing: what was in force stays so, and the log says why. Has
 * one thread, on which everything happens in turn.
 */
public final class Reloads implements AutoCloseable {
  private static final long LOOK_MILLIS = 250;
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Logger log = LoggerFactory.getLogger(Reloads.class);

  private final FileWatch watch;
  private final Source source;
  private final Function<LatchkeyConfig, Future<?>> node;
  private final ReloadMeters meters;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Reloads::daemon);
  private LatchkeyConfig inForce;

  /** Where a configuration comes from. */
  @FunctionalInterface
  public interface Source {
    /**
     * Reads and checks the file. Blocks.
     *
     * @throws ConfigException with every problem found
     */
    LatchkeyConfig load() throws ConfigException;
  }

  /**
   * @param watch of the file, made before it was read
   * @param inForce what the node was started with
   * @param node puts another configuration in force
   */
  public Reloads(
      FileWatch watch,
      LatchkeyConfig inForce,
      Source source,
      Function<LatchkeyConfig, Future<?>> node,
      ReloadMeters meters) {
    this.watch = watch;
    this.inForce = inForce;
    this.source = source;
    this.node = node;
    this.meters = meters;
  }

  /** Begins to watch. */
  public void start() {
    var unused =
        thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Reads the file again, changed or not. Any thread; returns at once. */
  public void request() {
    try {
      thread.execute(
          () -> {
            watch.taken();
            reload();
          });
    } catch (RejectedExecutionException stopping) {
      log.debug("not reloading a node that stops");
    }
  }

  private void look() {
    if (watch.hasSettledAnew()) {
      reload();
    }
  }

  private void reload() {
    boolean done = false;
    try {
      LatchkeyConfig next = source.load();
      List<String> fixed = FixedSettings.changed(inForce, next);
      if (fixed.isEmpty()) {
        Waiting.on(node.apply(next), LIMIT);
        inForce = next;
        done = true;
        log.info("the configuration was reloaded");
      } else {
        log.error(
            "the configuration was not reloaded, everything stays as it was: {} cannot change"
                + " without a restart",
            String.join(", ", fixed));
      }
    } catch (ConfigException wrong) {
      log.error(
          "the configuration was not reloaded, everything stays as it was:\n{}",
          wrong.getMessage());
    } catch (Exception defect) {
      log.error("the configuration was not reloaded", defect);
    } finally {
      meters.reloaded(done);
    }
  }

  /** Stops watching. A reload that is under way ends first, within a bound. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "latchkey-reload");
    thread.setDaemon(true);
    return thread;
  }
}
