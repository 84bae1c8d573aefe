// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.KeyStatus;
import dev.latchkey.keys.Quota;
import dev.latchkey.keys.QuotaUse;
import dev.latchkey.keys.StoredSecret;
import dev.latchkey.keys.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What somebody should look at in a key, computed at each read. A key that is revoked or expired
 * can only still be leaked: there is nothing else to mend.
 */
final class Attention {
  private static final Duration SOON = Duration.ofDays(7);

  /** As long as until a webhook is told that a key is idle. */
  private static final Duration IDLE = Duration.ofDays(90);

  /** As long as between two words on the same key's failures. */
  private static final Duration LATELY = Duration.ofHours(1);

  private Attention() {}

  /**
   * The words, in the order of the API's description.
   *
   * @param validity under the environment's longest lifetime
   * @param quotas that count the key's calls
   */
  static List<String> of(ApiKey key, Validity validity, List<Quota> quotas, Instant now) {
    List<String> words = new ArrayList<>();
    add(words, key.leak() != null, "leaked");
    KeyStatus status = validity.status(now);
    if (status == KeyStatus.REVOKED || status == KeyStatus.EXPIRED) {
      return words;
    }
    Instant end = validity.expiresAt();
    add(words, end != null && !end.isAfter(now.plus(SOON)), "expires_soon");
    add(words, end == null, "no_expiry");
    add(words, key.scopes().stream().anyMatch(scope -> scope.id().endsWith("*")), "wildcard_scope");
    use(words, key, now);
    rotation(words, key, now);
    add(words, quotas.stream().anyMatch(quota -> isUsedUp(quota, key, now)), "over_quota");
    Instant failing = key.failingAt();
    add(words, failing != null && failing.plus(LATELY).isAfter(now), "elevated_rejections");
    return words;
  }

  private static void use(List<String> words, ApiKey key, Instant now) {
    Instant last = key.lastUsedAt();
    add(words, last == null, "never_used");
    Instant since = last == null ? key.created().at() : last;
    add(words, !since.plus(IDLE).isAfter(now), "idle");
  }

  private static void rotation(List<String> words, ApiKey key, Instant now) {
    List<StoredSecret> live = key.secrets().stream().filter(each -> each.isLive(now)).toList();
    if (live.size() < 2) {
      return;
    }
    words.add("rotating");
    Instant taken = live.get(0).activatedAt();
    Instant old = live.get(1).lastUsedAt();
    // Uses are known to the minute: one within the minute of the change is none after it.
    add(words, taken != null && old != null && old.isAfter(taken), "old_secret_used");
  }

  private static boolean isUsedUp(Quota quota, ApiKey key, Instant now) {
    return QuotaUse.taken(key.quotaUse(), quota, quota.period().startOf(now)) >= quota.limit();
  }

  private static void add(List<String> words, boolean holds, String word) {
    if (holds) {
      words.add(word);
    }
  }
}
