// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Members;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Faults;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyId;
import org.jspecify.annotations.Nullable;

/**
 * A key that somebody wants.
 *
 * @param profile null only beside copyFrom
 * @param copyFrom the key whose rights are taken over where the request says nothing
 * @param digest of the secret that the caller made himself; null for one to be made here
 */
public record CreateRequest(
    @Nullable String profile,
    @Nullable String environment,
    @Nullable KeyId copyFrom,
    @Nullable KeyDigest digest,
    KeyFields fields) {

  /**
   * Reads the body of {@code POST /admin/v1/keys}, after it was checked against its schema.
   *
   * @param faults gets what the schema cannot say
   */
  public static CreateRequest read(ObjectNode body, Faults faults) {
    Members members = new Members(body, faults);
    String copyFrom = members.text("copyFrom");
    KeyId source = copyFrom == null ? null : KeyId.parse(copyFrom).orElse(null);
    if (copyFrom != null && source == null) {
      faults.add("/copyFrom", FaultCode.UNKNOWN_KEY);
    }
    String sha256 = members.text("secretSha256");
    return new CreateRequest(
        members.text("profile"),
        members.text("environment"),
        source,
        sha256 == null ? null : KeyDigest.parseHex(sha256).orElse(null),
        KeyFields.read(members));
  }
}
