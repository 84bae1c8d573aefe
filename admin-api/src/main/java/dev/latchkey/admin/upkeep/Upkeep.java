// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.upkeep;

import dev.latchkey.admin.audit.AuditSigner;
import dev.latchkey.admin.catalog.Catalog;
import dev.latchkey.config.ProfileConfig;
import dev.latchkey.keys.AuditLog.Head;
import dev.latchkey.keys.ControlStore;
import dev.latchkey.keys.KeyUpkeep.Bound;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Warns of ends that come near and of keys that nobody uses, signs where the audit trail stood
 * yesterday, and forgets answers that nobody can ask for any more. Doing it twice changes nothing.
 * Any thread.
 */
public final class Upkeep {
  private final ControlStore store;
  private final Optional<AuditSigner> signer;
  private final InstantSource clock;
  private final List<Bound> bounds;

  public Upkeep(
      ControlStore store, Catalog catalog, Optional<AuditSigner> signer, InstantSource clock) {
    this.store = store;
    this.signer = signer;
    this.clock = clock;
    this.bounds = catalog.profiles().stream().flatMap(Upkeep::bounds).toList();
  }

  /** Everything that is due. */
  public Future<Void> run() {
    return store
        .upkeep()
        .announceExpiry(bounds)
        .compose(done -> store.upkeep().announceIdle(bounds))
        .compose(done -> store.upkeep().forgetRetries())
        .compose(done -> sign());
  }

  /** What cannot wait for that: calls that begin to fail. */
  public Future<Void> watch() {
    return store.upkeep().announceFailures().mapEmpty();
  }

  private Future<Void> sign() {
    if (signer.isEmpty()) {
      return Future.succeededFuture();
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    LocalDate yesterday = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(1);
    return store
        .audit()
        .unsigned(yesterday)
        .compose(
            heads -> {
              List<Future<Void>> kept = new ArrayList<>();
              for (Head head : heads) {
                kept.add(store.audit().keep(signer.get().sign(head, yesterday, now)));
              }
              return Future.all(kept).mapEmpty();
            });
  }

  private static Stream<Bound> bounds(ProfileConfig profile) {
    return profile.environments().entrySet().stream()
        .filter(entry -> entry.getValue().maxLifetime() != null)
        .map(entry -> new Bound(profile.id(), entry.getKey(), entry.getValue().maxLifetime()));
  }
}
