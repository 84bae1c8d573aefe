// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Members;
import dev.latchkey.admin.problem.Faults;
import java.util.Set;
import java.util.TreeSet;

/**
 * A JSON merge patch for a key.
 *
 * @param sent names of the members that were sent; one whose field is null is to be cleared
 */
public record KeyPatch(Set<String> sent, KeyFields fields) {
  /** Reads the body of {@code PATCH /admin/v1/keys/{id}}, after it was checked by its schema. */
  public static KeyPatch read(ObjectNode body, Faults faults) {
    Set<String> sent = new TreeSet<>();
    body.fieldNames().forEachRemaining(sent::add);
    return new KeyPatch(sent, KeyFields.read(new Members(body, faults)));
  }

  boolean has(String member) {
    return sent.contains(member);
  }

  boolean hasExpiry() {
    return sent.stream().anyMatch(name -> name.startsWith("expires"));
  }
}
