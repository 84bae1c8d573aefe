// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import dev.latchkey.gateway.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a limiter said, and where each limit stands after it. Nearly always that is one, which is
 * then a part of this, and neither a list nor an object of its own until somebody asks. Immutable.
 */
public final class Decision {
  /** No limit applies. */
  public static final Decision UNLIMITED = new Decision(true, List.of(), "");

  private final boolean admitted;
  private final String policy;
  private final List<Standing> several;
  private final @Nullable LimitTerms only;
  private final int remaining;
  private final int resetSeconds;
  private final @Nullable Refusal refusal;

  /**
   * @param admitted whether the call was counted and may go on
   * @param standings in the order of the limits; empty when none applies
   * @param policy the RateLimit-Policy field's value, made once per set of limits
   */
  public Decision(boolean admitted, List<Standing> standings, String policy) {
    this(admitted, policy, standings, null, 0, 0, null);
  }

  private Decision(
      boolean admitted,
      String policy,
      List<Standing> several,
      @Nullable LimitTerms only,
      int remaining,
      int resetSeconds,
      @Nullable Refusal refusal) {
    this.admitted = admitted;
    this.policy = policy;
    this.several = several;
    this.only = only;
    this.remaining = remaining;
    this.resetSeconds = resetSeconds;
    this.refusal = refusal;
  }

  /** One of a single limit, which admitted the call. */
  static Decision by(LimitTerms only, int remaining, int resetSeconds) {
    return new Decision(true, only.policy(), List.of(), only, remaining, resetSeconds, null);
  }

  /** The same with its refusal at hand. */
  Decision with(Refusal ready) {
    return new Decision(admitted, policy, several, only, remaining, resetSeconds, ready);
  }

  /**
   * One limit's state.
   *
   * @param limit calls per window
   * @param remaining calls left now
   * @param resetSeconds until more are available, rounded up, at least 1
   * @param violated whether this limit refused the call
   */
  public record Standing(
      String name, long limit, long remaining, int resetSeconds, boolean violated) {}

  /** Whether the call was counted and may go on. */
  public boolean admitted() {
    return admitted;
  }

  /** The RateLimit-Policy field's value. */
  public String policy() {
    return policy;
  }

  /** In the order of the limits; empty when none applies. */
  public List<Standing> standings() {
    LimitTerms alone = only;
    return alone == null
        ? several
        : List.of(
            new Standing(alone.name(), alone.limit().limit(), remaining, resetSeconds, false));
  }

  /** The refusal of a call that was not admitted, with the fields that say when to come back. */
  Refusal refusal() {
    return refusal == null ? Refusal.rateLimited(RateLimitFields.of(this), violated()) : refusal;
  }

  /** What refused the call, by name. */
  List<String> violated() {
    List<String> names = new ArrayList<>(1);
    for (Standing standing : standings()) {
      if (standing.violated()) {
        names.add(standing.name());
      }
    }
    return names;
  }

  /** Whether no limit applies. */
  public boolean isUnlimited() {
    return only == null && several.isEmpty();
  }
}
