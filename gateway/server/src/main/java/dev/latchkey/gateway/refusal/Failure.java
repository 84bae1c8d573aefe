// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.refusal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that ends here instead of upstream. Stackless: failures are expected answers. */
public abstract sealed class Failure extends RuntimeException permits Refusal, Fault {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  Failure(Reason reason, @Nullable Throwable cause) {
    super(reason.code(), cause, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** What the answer names: scopes that are missing, or limits that were violated. */
  public List<String> named() {
    return List.of();
  }

  /** The rate-limit fields of the answer; null for none. */
  public @Nullable RateFields rateFields() {
    return null;
  }

  /** Words for people in the place of the reason's own; null for those. */
  public @Nullable String detail() {
    return null;
  }

  /** The Retry-After field's value, in seconds; null for the usual one. */
  public @Nullable String retryAfter() {
    return null;
  }

  /** The Allow field's value; null for none. */
  public @Nullable String allow() {
    return null;
  }
}
