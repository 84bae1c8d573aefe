// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Members;
import dev.latchkey.admin.keys.Caller;
import dev.latchkey.admin.problem.Faults;
import dev.latchkey.admin.problem.Language;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.keys.IfVersion;
import dev.latchkey.keys.KeyId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request after the gate: who calls, and what the schemas made of what was sent.
 *
 * @param path the values of the path's parameters
 * @param query the parameters after the question mark
 * @param body empty where none was sent
 * @param faults what the body's schema found; the endpoint adds to it and then refuses
 * @param ifVersion the versions named by If-Match
 * @param idempotencyKey 1 to 200 visible ASCII characters; null where none was sent
 * @param sent headers and raw body, for the few endpoints that read them
 */
public record Call(
    Caller caller,
    Map<String, String> path,
    Members query,
    ObjectNode body,
    Faults faults,
    IfVersion ifVersion,
    @Nullable String idempotencyKey,
    Language language,
    Sent sent) {

  /** The path's {@code id} as a key's; what cannot be one is not found. */
  public KeyId keyId() {
    return KeyId.parse(path.getOrDefault("id", ""))
        .orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND));
  }

  /** The body's members, once the schema has nothing against them. */
  public Members soundBody() {
    faults.refuseIfAny();
    return new Members(body, faults);
  }
}
