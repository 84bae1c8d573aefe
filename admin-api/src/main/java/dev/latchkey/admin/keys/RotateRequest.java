// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Members;
import dev.latchkey.admin.problem.Faults;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A rotation that somebody wants.
 *
 * @param grace how long the old secret lives on, 0 to 30 days
 * @param onFirstUse whether the new secret takes over only when it is first used
 * @param force whether a rotation still in grace may be overtaken
 * @param expiresAt the key's new end; null keeps the present one
 */
public record RotateRequest(
    Duration grace, boolean onFirstUse, boolean force, @Nullable Instant expiresAt) {

  /** At once and without grace: what "regenerate" means. */
  public static final RotateRequest NOW = new RotateRequest(Duration.ZERO, false, false, null);

  /** Reads the body of {@code POST /admin/v1/keys/{id}/rotate}, after its schema's check. */
  public static RotateRequest read(ObjectNode body, Faults faults) {
    Members members = new Members(body, faults);
    Long grace = members.integer("graceSeconds");
    return new RotateRequest(
        Duration.ofSeconds(grace == null ? 0 : grace),
        "firstUse".equals(members.text("activation")),
        members.flag("force"),
        members.instant(Expiry.AT));
  }
}
