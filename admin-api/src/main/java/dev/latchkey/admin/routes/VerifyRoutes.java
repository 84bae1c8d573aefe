// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.routes;

import static dev.latchkey.admin.access.Permission.KEYS_VERIFY;
import static io.vertx.core.http.HttpMethod.POST;

import dev.latchkey.admin.http.Answer;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.http.Operation.BodyKind;
import dev.latchkey.admin.verify.Verification;
import java.util.List;

/** Whether a key would pass, and why not. */
public final class VerifyRoutes {
  private static final String BASE = "/admin/v1";

  private final Verification verification;

  public VerifyRoutes(Verification verification) {
    this.verification = verification;
  }

  /** The table. */
  public List<Operation> operations() {
    return List.of(
        Operation.of(
            POST,
            BASE + "/verify",
            "verifyKey",
            KEYS_VERIFY,
            BodyKind.required("Verify"),
            call -> verification.verify(call.caller().tenant(), call.soundBody()).map(Answer::ok)),
        Operation.of(
            POST,
            BASE + "/explain",
            "explainKey",
            KEYS_VERIFY,
            BodyKind.required("Explain"),
            call ->
                verification.explain(call.caller().tenant(), call.soundBody()).map(Answer::ok)));
  }
}
