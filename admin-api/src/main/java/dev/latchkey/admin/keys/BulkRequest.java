// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.access.Permission;
import dev.latchkey.admin.access.Principal;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.json.Members;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Faults;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.keys.KeyAction;
import dev.latchkey.keys.KeyActions;
import dev.latchkey.keys.KeyQuery;
import dev.latchkey.keys.Tenant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An action on many keys that somebody wants.
 *
 * @param expected how many keys the filter has to match; null for any number
 */
public record BulkRequest(
    KeyQuery filter,
    KeyAction action,
    @Nullable String reason,
    @Nullable Long expected,
    boolean dryRun) {

  /**
   * Reads the body of {@code POST /admin/v1/keys/bulk}, after it was checked against its schema.
   *
   * @throws Problem also when the principal may not do this to a single key
   */
  public static BulkRequest read(
      KeyLists lists, Tenant tenant, Principal by, ObjectNode body, Faults faults) {
    faults.refuseIfAny();
    Members members = new Members(body, faults);
    String word = String.valueOf(members.text("action"));
    requirePermission(by, word);
    List<String> asked = members.texts("tags");
    List<String> tags = asked == null ? List.of() : TextRules.tags(asked, faults);
    boolean aboutTags = word.equals("tag") || word.equals("untag");
    if (aboutTags && tags.isEmpty()) {
      faults.add("/tags", FaultCode.REQUIRED);
    } else if (!aboutTags && asked != null) {
      faults.add("/tags", FaultCode.UNKNOWN_MEMBER);
    }
    ObjectNode filter = members.object("filter");
    KeyQuery query =
        lists.read(tenant, new Members(filter == null ? Json.object() : filter, "/filter", faults));
    String reason = members.text("reason");
    return new BulkRequest(
        query.from(null, KeyLists.MOST),
        action(word, reason, tags),
        reason,
        members.integer("expectedCount"),
        members.flag("dryRun"));
  }

  /** The one that the action takes on a single key. */
  private static void requirePermission(Principal by, String action) {
    Permission needed = action.equals("revoke") ? Permission.KEYS_REVOKE : Permission.KEYS_UPDATE;
    if (!by.may(needed)) {
      throw Problem.of(
          ProblemCode.PERMISSION_DENIED, "You do not hold the permission " + needed.word() + ".");
    }
  }

  private static KeyAction action(String word, @Nullable String reason, List<String> tags) {
    return switch (word) {
      case "disable" -> KeyActions.disable();
      case "enable" -> KeyActions.enable();
      case "revoke" -> KeyActions.revoke(reason);
      case "tag" -> new TagAction(tags, true);
      default -> new TagAction(tags, false);
    };
  }
}
