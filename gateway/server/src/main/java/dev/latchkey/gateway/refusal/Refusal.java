// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.refusal;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** We decided no. Immutable, so that one object can serve every request it applies to. */
public final class Refusal extends Failure {
  private static final long serialVersionUID = 1L;
  private static final Map<Reason, Refusal> PLAIN = new EnumMap<>(Reason.class);

  static {
    for (Reason reason : Reason.values()) {
      PLAIN.put(reason, new Refusal(reason, List.of(), null, null, null, null));
    }
  }

  private final transient List<String> named;
  private final @Nullable String allow;
  private final transient @Nullable RateFields rateFields;
  private final @Nullable String retryAfter;
  private final @Nullable String detail;

  /**
   * @param named scopes that are missing, or limits that were violated
   */
  private Refusal(
      Reason reason,
      List<String> named,
      @Nullable String allow,
      @Nullable RateFields rateFields,
      @Nullable String retryAfter,
      @Nullable String detail) {
    super(reason, null);
    this.named = List.copyOf(named);
    this.allow = allow;
    this.rateFields = rateFields;
    this.retryAfter = retryAfter;
    this.detail = detail;
  }

  /** A refusal that needs no more than its reason. */
  public static Refusal because(Reason reason) {
    Refusal refusal = PLAIN.get(reason);
    if (refusal == null) {
      throw new IllegalStateException("no refusal for " + reason);
    }
    return refusal;
  }

  /** The route exists for these methods only. */
  public static Refusal methodNotAllowed(String allow) {
    return new Refusal(Reason.METHOD_NOT_ALLOWED, List.of(), allow, null, null, null);
  }

  /** The key lacks these scopes. */
  public static Refusal insufficientScope(List<String> required) {
    return new Refusal(Reason.INSUFFICIENT_SCOPE, required, null, null, null, null);
  }

  /** These limits are used up; the fields say until when. */
  public static Refusal rateLimited(RateFields fields, List<String> violated) {
    return new Refusal(Reason.RATE_LIMITED, violated, null, fields, null, null);
  }

  /**
   * The route is closed for a while.
   *
   * @param retryAfterSeconds for the client to come back
   * @param detail null for our own words
   */
  public static Refusal maintenance(long retryAfterSeconds, @Nullable String detail) {
    return new Refusal(
        Reason.MAINTENANCE, List.of(), null, null, Long.toString(retryAfterSeconds), detail);
  }

  @Override
  public List<String> named() {
    return named;
  }

  @Override
  public @Nullable RateFields rateFields() {
    return rateFields;
  }

  @Override
  public @Nullable String allow() {
    return allow;
  }

  @Override
  public @Nullable String retryAfter() {
    return retryAfter;
  }

  @Override
  public @Nullable String detail() {
    return detail;
  }
}
