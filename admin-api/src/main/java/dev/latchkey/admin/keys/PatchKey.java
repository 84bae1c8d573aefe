// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.access.Principal;
import dev.latchkey.admin.catalog.Catalog;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.json.MergePatch;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Faults;
import dev.latchkey.config.PlanConfig;
import dev.latchkey.config.ProfileConfig;
import dev.latchkey.keys.Actor;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.Consumer;
import dev.latchkey.keys.KeyAction;
import dev.latchkey.keys.KeyEdit;
import dev.latchkey.keys.LedgerException;
import dev.latchkey.keys.Limit;
import dev.latchkey.keys.Quota;
import dev.latchkey.keys.Scope;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A merge patch held to the configuration, as an action of the ledger. Checked against the version
 * of the key that was read, and bound to that version when it is applied.
 */
final class PatchKey implements KeyAction {
  private final Catalog catalog;
  private final ScopeRules scopeRules;
  private final Principal by;
  private final KeyPatch patch;
  private final KeyFields fields;
  private final Optional<ProfileConfig> profile;
  private final Faults faults;

  /**
   * @param profile of the key; empty where the configuration no longer has it
   */
  PatchKey(
      Catalog catalog,
      ScopeRules scopeRules,
      Principal by,
      KeyPatch patch,
      Optional<ProfileConfig> profile,
      Faults faults) {
    this.catalog = catalog;
    this.scopeRules = scopeRules;
    this.by = by;
    this.patch = patch;
    this.fields = patch.fields();
    this.profile = profile;
    this.faults = faults;
  }

  @Override
  public String verb() {
    return patch.has("scopes") ? "key.scope_change" : "key.update";
  }

  @Override
  public ApiKey apply(ApiKey current, Instant now, Actor actor) {
    if (current.validity().revokedAt() != null) {
      throw new LedgerException(
          LedgerException.Reason.INVALID_STATE, "the key is revoked, which is permanent");
    }
    KeyEdit edit = current.edit();
    texts(edit, current);
    lifetime(edit, current, now);
    rights(edit, current);
    faults.refuseIfAny();
    ApiKey next = edit.done(now, actor);
    return sameFields(current, next) ? current : next;
  }

  /** Whether the name changes in a profile whose names are unique. */
  @Override
  public boolean uniqueName() {
    return patch.has("name") && profile.map(ProfileConfig::uniqueNames).orElse(false);
  }

  private void texts(KeyEdit edit, ApiKey current) {
    if (patch.has("name")) {
      edit.name(FieldRules.name(fields.name(), faults));
    }
    if (patch.has("description")) {
      edit.description(FieldRules.description(fields.description(), faults));
    }
    if (patch.has("tags")) {
      edit.tags(FieldRules.tags(fields.tags(), List.of(), faults));
    }
    if (patch.has("metadata")) {
      ObjectNode old = (ObjectNode) Json.tree(current.metadata());
      ObjectNode change = fields.metadata();
      edit.metadata(
          FieldRules.metadata(
              change == null ? Json.object() : MergePatch.apply(old, change), faults));
    }
    if (patch.has("consumerId")) {
      edit.consumer(fields.consumer() == null ? null : new Consumer(fields.consumer(), ""));
    }
  }

  private void lifetime(KeyEdit edit, ApiKey current, Instant now) {
    Instant end = current.validity().expiresAt();
    if (patch.hasExpiry()) {
      end = fields.expiry().resolve(now, faults);
      edit.expiresAt(end);
    }
    if (patch.has("notBefore")) {
      FieldRules.checkOrder(fields.notBefore(), end, faults);
      edit.notBefore(fields.notBefore());
    }
  }

  private void rights(KeyEdit edit, ApiKey current) {
    if (patch.has("ipAllow")) {
      edit.ipAllow(FieldRules.networks(fields.ipAllow(), List.of(), faults));
    }
    if (patch.has("plan") || patch.has("rateLimits") || patch.has("quota")) {
      limits(edit, current);
    }
    List<String> scopes = fields.scopes();
    if (scopes != null) {
      profile.ifPresentOrElse(
          known -> edit.scopes(scopes(current, known, scopes)),
          () -> faults.add("/scopes", FaultCode.UNKNOWN_PROFILE));
    }
  }

  private void limits(KeyEdit edit, ApiKey current) {
    String plan = patch.has("plan") ? fields.plan() : current.plan();
    if (plan != null && catalog.plan(plan).isEmpty()) {
      faults.add("/plan", FaultCode.UNKNOWN_PLAN);
    }
    List<Limit> asked = fields.limits() == null ? List.of() : fields.limits();
    List<Limit> limits = patch.has("rateLimits") ? asked : current.limits();
    Quota quota = quota(current);
    profile.ifPresent(
        known -> {
          PlanConfig rules = catalog.planFor(known, plan).orElse(null);
          LimitRules.check(limits, rules, faults);
          QuotaRules.check(quota, rules, faults);
        });
    edit.plan(plan).limits(limits).quota(quota);
  }

  private @Nullable Quota quota(ApiKey current) {
    ObjectNode asked = fields.quota();
    if (asked != null) {
      return QuotaRules.read(asked, current.quota(), faults);
    }
    return patch.has("quota") ? null : current.quota();
  }

  private NavigableSet<Scope> scopes(ApiKey current, ProfileConfig profile, List<String> asked) {
    NavigableSet<Scope> scopes = scopeRules.check(asked, profile, current.environment(), faults);
    NavigableSet<Scope> added = new TreeSet<>(scopes);
    added.removeIf(scope -> current.scopes().stream().anyMatch(held -> held.grants(scope)));
    faults.refuseIfAny();
    scopeRules.requireWidening(by, added);
    return scopes;
  }

  private static boolean sameFields(ApiKey a, ApiKey b) {
    return a.name().equals(b.name())
        && equal(a.description(), b.description())
        && a.scopes().equals(b.scopes())
        && equal(a.plan(), b.plan())
        && a.limits().equals(b.limits())
        && equal(a.quota(), b.quota())
        && a.ipAllow().equals(b.ipAllow())
        && equal(idOf(a.consumer()), idOf(b.consumer()))
        && a.metadata().equals(b.metadata())
        && a.tags().equals(b.tags())
        && a.validity().equals(b.validity());
  }

  private static @Nullable Object idOf(@Nullable Consumer consumer) {
    return consumer == null ? null : consumer.id();
  }

  private static boolean equal(@Nullable Object a, @Nullable Object b) {
    return a == null ? b == null : a.equals(b);
  }
}
