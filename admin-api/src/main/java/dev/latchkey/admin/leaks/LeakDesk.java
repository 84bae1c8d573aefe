// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.leaks;

import dev.latchkey.admin.catalog.Catalog;
import dev.latchkey.config.ProfileConfig;
import dev.latchkey.config.ProfileConfig.LeakPolicy;
import dev.latchkey.keys.Actor;
import dev.latchkey.keys.Attribution;
import dev.latchkey.keys.IfVersion;
import dev.latchkey.keys.KeyAction;
import dev.latchkey.keys.KeyActions;
import dev.latchkey.keys.KeyLedger;
import dev.latchkey.keys.LedgerException;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.leaks.Exposed;
import dev.latchkey.keys.leaks.LeakReport;
import dev.latchkey.keys.leaks.Leaks;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes reports and does what the key's profile says. The key is stopped first and the report kept
 * then: whoever reports again after a fault finds both done. Any thread.
 */
public final class LeakDesk {
  private static final Logger LOG = LoggerFactory.getLogger(LeakDesk.class);

  private final Catalog catalog;
  private final KeyLedger ledger;
  private final Leaks leaks;
  private final InstantSource clock;

  public LeakDesk(Catalog catalog, KeyLedger ledger, Leaks leaks, InstantSource clock) {
    this.catalog = catalog;
    this.ledger = ledger;
    this.leaks = leaks;
    this.clock = clock;
  }

  /**
   * What came of one finding.
   *
   * @param exposed empty when it is no key or decoy of ours
   * @param action what the policy did; null when nothing was known
   */
  public record Verdict(Optional<Exposed> exposed, @Nullable String action) {}

  /** Findings of a principal: only of its own tenant, anything else is not known. */
  public Future<List<Verdict>> report(Attribution by, List<Finding> findings) {
    return each(findings, by.tenant(), by.actor(), by);
  }

  /** Findings of a scanner whose signature was checked: of any tenant. */
  public Future<List<Verdict>> partner(
      String scanner, List<Finding> findings, String requestId, @Nullable String address) {
    Actor actor = new Actor(Actor.Type.SYSTEM, scanner, scanner);
    return each(
        findings, null, actor, new Attribution(new Tenant("-"), actor, requestId, address, null));
  }

  /** One after the other: a report of many is no reason to crowd out everybody else. */
  private Future<List<Verdict>> each(
      List<Finding> findings, @Nullable Tenant only, Actor actor, Attribution by) {
    Future<List<Verdict>> all = Future.succeededFuture(new ArrayList<>());
    for (Finding finding : findings) {
      all =
          all.compose(
              verdicts ->
                  take(finding, only, actor, by)
                      .map(
                          verdict -> {
                            verdicts.add(verdict);
                            return verdicts;
                          }));
    }
    return all;
  }

  private Future<Verdict> take(
      Finding finding, @Nullable Tenant only, Actor actor, Attribution by) {
    return leaks
        .find(finding.digest())
        .compose(
            found -> {
              boolean known =
                  found.isPresent() && (only == null || only.equals(found.get().tenant()));
              return known
                  ? act(found.get(), finding, actor, by)
                  : Future.succeededFuture(new Verdict(Optional.empty(), null));
            });
  }

  private Future<Verdict> act(Exposed exposed, Finding finding, Actor actor, Attribution sent) {
    LeakPolicy policy = policy(exposed);
    String action = policy.name().toLowerCase(Locale.ROOT);
    Attribution by =
        new Attribution(
            exposed.tenant(),
            actor,
            sent.requestId(),
            sent.address(),
            "leaked: " + finding.source() + " " + finding.url());
    return stop(policy, exposed, by)
        .compose(stopped -> leaks.keep(by, report(exposed, finding, action)))
        .map(
            isNew -> {
              if (isNew) {
                String what = exposed.decoy() ? "Decoy" : "Key";
                LOG.warn("{} {} was found by {}: {}", what, exposed.id(), finding.source(), action);
              }
              return new Verdict(Optional.of(exposed), action);
            });
  }

  /** A decoy opens nothing, so that nothing is to be stopped. */
  private LeakPolicy policy(Exposed exposed) {
    return exposed.decoy()
        ? LeakPolicy.NOTIFY
        : catalog.profile(exposed.profile()).map(ProfileConfig::onLeak).orElse(LeakPolicy.NOTIFY);
  }

  private LeakReport report(Exposed exposed, Finding finding, String action) {
    return new LeakReport(
        UUID.randomUUID(),
        exposed.tenant(),
        exposed.id(),
        finding.source(),
        finding.url(),
        finding.kind(),
        action,
        clock.instant());
  }

  /** A key that is at its end already needs no stopping. */
  private Future<Void> stop(LeakPolicy policy, Exposed exposed, Attribution by) {
    if (policy == LeakPolicy.NOTIFY) {
      return Future.succeededFuture();
    }
    KeyAction action =
        policy == LeakPolicy.REVOKE ? KeyActions.revoke("leaked") : KeyActions.disable();
    return ledger
        .change(by, exposed.id(), IfVersion.ANY, action)
        .<Void>mapEmpty()
        .recover(
            fault ->
                fault instanceof LedgerException refusal
                        && (refusal.reason() == LedgerException.Reason.INVALID_STATE
                            || refusal.reason() == LedgerException.Reason.NOT_FOUND)
                    ? Future.succeededFuture()
                    : Future.failedFuture(fault));
  }
}
