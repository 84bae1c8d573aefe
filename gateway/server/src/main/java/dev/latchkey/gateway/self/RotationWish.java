// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.self;

import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import dev.latchkey.keys.KeyActions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * How a holder wants the secret replaced.
 *
 * @param grace how long the old secret lives on, 0 to 30 days
 * @param onFirstUse whether the new secret takes over only when it is first used
 */
record RotationWish(Duration grace, boolean onFirstUse) {
  private static final String GRACE = "graceSeconds";
  private static final String ACTIVATION = "activation";

  /**
   * Reads the body.
   *
   * @throws Refusal VALIDATION_FAILED
   */
  static RotationWish read(JsonObject body) {
    Object grace = body.getValue(GRACE, 0);
    Object activation = body.getValue(ACTIVATION, "immediate");
    int known = (body.containsKey(GRACE) ? 1 : 0) + (body.containsKey(ACTIVATION) ? 1 : 0);
    boolean sound =
        body.size() == known
            && grace instanceof Integer seconds
            && seconds >= 0
            && seconds <= KeyActions.LONGEST_GRACE.toSeconds()
            && ("immediate".equals(activation) || "firstUse".equals(activation));
    if (!sound) {
      throw Refusal.because(Reason.VALIDATION_FAILED);
    }
    return new RotationWish(Duration.ofSeconds((int) grace), "firstUse".equals(activation));
  }
}
