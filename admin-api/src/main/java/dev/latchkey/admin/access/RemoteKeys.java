// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import dev.latchkey.admin.fetch.Fetch;
import dev.latchkey.admin.fetch.FetchException;
import dev.latchkey.admin.problem.Detail;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that somebody publishes at an address. Fetched once for all who wait; asked for again when
 * they are five minutes old or a key is missing, but at most every 30 s; kept for at most 24 h
 * while the address gives no usable answer. One event loop.
 */
public final class RemoteKeys<K> {
  /** After this long a key that was taken back is no longer believed. */
  private static final Duration FRESH = Duration.ofMinutes(5);

  private static final Duration LONGEST = Duration.ofHours(24);
  private static final Duration COOL_DOWN = Duration.ofSeconds(30);
  private static final int MOST_DOUBLINGS = 5;
  private static final Logger LOG = LoggerFactory.getLogger(RemoteKeys.class);

  private final URI address;
  private final Fetch fetch;
  private final InstantSource clock;
  private final Reader<K> reader;

  private @Nullable Held<K> held;
  private @Nullable Future<Void> flight;
  private Instant nextFetch = Instant.MIN;
  private int failures;

  /** Reads what is published. */
  @FunctionalInterface
  public interface Reader<K> {
    /**
     * The usable keys.
     *
     * @throws FetchException for anything that is no such set
     */
    List<Entry<K>> read(byte[] document) throws FetchException;
  }

  /** One key under the name that its owner gives it, if any. */
  public record Entry<K>(@Nullable String id, K key) {}

  private record Held<K>(List<Entry<K>> entries, Instant since) {
    /** The one key of this name; without a name, the only key there is. */
    Optional<K> find(@Nullable String id) {
      List<Entry<K>> fitting =
          entries.stream().filter(entry -> id == null || id.equals(entry.id())).toList();
      return fitting.size() == 1 ? Optional.of(fitting.get(0).key()) : Optional.empty();
    }
  }

  public RemoteKeys(URI address, Fetch fetch, InstantSource clock, Reader<K> reader) {
    this.address = address;
    this.fetch = fetch;
    this.clock = clock;
    this.reader = reader;
  }

  /** Begins to fetch, if nothing is there. */
  public void prefetch() {
    if (held == null) {
      refresh(clock.instant());
    }
  }

  /**
   * The key of this name; empty when its owner publishes none. Fails with the problem UNAVAILABLE
   * when that cannot be known.
   */
  public Future<Optional<K>> find(@Nullable String id) {
    Instant now = clock.instant();
    Held<K> known = current(now);
    if (known == null) {
      return refresh(now).transform(done -> done.succeeded() ? answer(id) : away());
    }
    Optional<K> key = known.find(id);
    boolean fresh = now.isBefore(known.since().plus(FRESH));
    if (key.isPresent() && fresh) {
      return Future.succeededFuture(key);
    }
    if (key.isPresent() && failures > 0) {
      // The address was away a moment ago: ask again, but let nobody wait for it.
      refresh(now);
      return Future.succeededFuture(key);
    }
    if (flight == null && now.isBefore(nextFetch)) {
      return key.isPresent() || failures == 0 ? Future.succeededFuture(key) : away();
    }
    return refresh(now)
        .transform(done -> done.succeeded() || key.isPresent() ? answer(id) : away());
  }

  private Future<Optional<K>> answer(@Nullable String id) {
    Held<K> known = current(clock.instant());
    return known == null ? away() : Future.succeededFuture(known.find(id));
  }

  private @Nullable Held<K> current(Instant now) {
    if (held != null && !now.isBefore(held.since().plus(LONGEST))) {
      held = null;
    }
    return held;
  }

  /** Joins the fetch that runs, begins one, or fails because the last was a moment ago. */
  private Future<Void> refresh(Instant now) {
    if (flight != null) {
      return flight;
    }
    if (now.isBefore(nextFetch)) {
      return away();
    }
    nextFetch = now.plus(COOL_DOWN);
    Future<Void> begun = fetch.get(address).compose(this::read);
    flight = begun;
    begun.onComplete(
        done -> {
          flight = null;
          if (done.failed()) {
            failed(now, done.cause());
          }
        });
    return begun;
  }

  private Future<Void> read(byte[] document) {
    try {
      held = new Held<>(List.copyOf(reader.read(document)), clock.instant());
      failures = 0;
      return Future.succeededFuture();
    } catch (FetchException unusable) {
      return Future.failedFuture(unusable);
    }
  }

  /** Without any key nobody can sign in, so the first tries come sooner: 1, 2, 4 s and so on. */
  private void failed(Instant begun, Throwable cause) {
    LOG.warn("The keys at {} could not be fetched: {}", address, cause.getMessage());
    if (held == null) {
      Duration wait = Duration.ofSeconds(1L << Math.min(failures, MOST_DOUBLINGS));
      nextFetch = begun.plus(wait.compareTo(COOL_DOWN) < 0 ? wait : COOL_DOWN);
    }
    failures++;
  }

  private static <T> Future<T> away() {
    return Future.failedFuture(Problem.of(ProblemCode.UNAVAILABLE, Detail.KEYS_UNAVAILABLE));
  }
}
