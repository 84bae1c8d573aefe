// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.leaks;

import dev.latchkey.admin.access.Budget;
import dev.latchkey.admin.catalog.Catalog;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.config.ProfileConfig;
import dev.latchkey.keys.Attribution;
import dev.latchkey.keys.Bait;
import dev.latchkey.keys.Hint;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeyMint;
import dev.latchkey.keys.KeySecret;
import dev.latchkey.keys.leaks.Decoy;
import dev.latchkey.keys.leaks.DecoyUse;
import dev.latchkey.keys.leaks.Exposed;
import dev.latchkey.keys.leaks.Leaks;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lays out decoys, and notes who tries one on the admin listener. Any thread. */
public final class Decoys {
  private static final Logger LOG = LoggerFactory.getLogger(Decoys.class);

  /** Look-ups for keys that are sent here, in a minute. */
  private static final int LOOKUPS = 60;

  private static final int LONGEST_AGENT = 200;

  private final Catalog catalog;
  private final Leaks leaks;
  private final KeyMint mint;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Budget lookups;

  public Decoys(
      Catalog catalog, Leaks leaks, KeyMint mint, InstantSource clock, SecureRandom random) {
    this.catalog = catalog;
    this.leaks = leaks;
    this.mint = mint;
    this.clock = clock;
    this.random = random;
    this.lookups = new Budget(LOOKUPS, Duration.ofMinutes(1), clock);
  }

  /** A decoy that was just laid out; the only time that its text is there. */
  public record Laid(Decoy decoy, KeySecret secret) {}

  /**
   * Makes a decoy of a profile.
   *
   * @param environment null for the profile's first
   */
  public Future<Laid> lay(
      Attribution by, String profileId, String name, @Nullable String environment) {
    ProfileConfig profile =
        catalog
            .profile(profileId)
            .orElseThrow(
                () ->
                    Problem.of(
                        ProblemCode.VALIDATION_FAILED, "/profile", FaultCode.UNKNOWN_PROFILE));
    String prefix = profile.prefixFor(environment(profile, environment));
    KeySecret secret = mint.mint(prefix);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Decoy decoy =
        new Decoy(
            new Bait(KeyId.create(now, random), by.tenant(), profileId, name),
            Hint.of(secret, prefix),
            now,
            by.actor().id(),
            null,
            0);
    return leaks.lay(by, decoy, KeyDigest.of(secret.reveal())).map(laid -> new Laid(laid, secret));
  }

  private static @Nullable String environment(ProfileConfig profile, @Nullable String asked) {
    Set<String> known = profile.environments().keySet();
    if (asked == null) {
      return known.stream().findFirst().orElse(null);
    }
    if (!known.contains(asked)) {
      throw Problem.of(
          ProblemCode.VALIDATION_FAILED,
          "/environment",
          FaultCode.UNKNOWN_ENVIRONMENT,
          String.join(", ", known));
    }
    return asked;
  }

  /** Notes a key that somebody sent to the admin listener, if it is a decoy. Never waits. */
  public void tried(
      String key,
      String method,
      String path,
      @Nullable String address,
      @Nullable String userAgent,
      String requestId) {
    if (!lookups.spend(String.valueOf(address))) {
      return;
    }
    leaks
        .find(KeyDigest.of(key))
        .compose(
            found ->
                found.isEmpty() || !found.get().decoy()
                    ? Future.succeededFuture()
                    : leaks.tried(
                        new DecoyUse(
                            bait(found.get()),
                            clock.instant(),
                            "admin",
                            address,
                            method,
                            path,
                            userAgent == null || userAgent.length() <= LONGEST_AGENT
                                ? userAgent
                                : userAgent.substring(0, LONGEST_AGENT),
                            requestId)))
        .onFailure(fault -> LOG.warn("A decoy may have been tried: {}", fault.getMessage()));
  }

  private static Bait bait(Exposed found) {
    return new Bait(found.id(), found.tenant(), found.profile(), found.id().toString());
  }
}
