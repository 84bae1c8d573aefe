// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.demo;

import dev.latchkey.app.wiring.Node;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What a running demo has to tell.
 *
 * @param adminToken of an owner
 */
record DemoFacts(Node.Addresses addresses, String adminToken, List<DemoKey> keys) {

  /** The key of a product. */
  DemoKey key(String profile) {
    return keys.stream().filter(key -> key.profile().equals(profile)).findFirst().orElseThrow();
  }

  /** For scripts; part of the product's contract. */
  JsonObject toJson() {
    JsonArray list = new JsonArray();
    for (DemoKey key : keys) {
      list.add(
          new JsonObject()
              .put("profile", key.profile())
              .put("name", key.name())
              .put("id", key.id())
              .put("key", key.secret().reveal())
              .put("header", key.header()));
    }
    return new JsonObject()
        .put("gateway", addresses.gateway())
        .put("admin", addresses.admin())
        .putNull("console")
        .put("management", addresses.management())
        .put("adminToken", adminToken)
        .put("keys", list);
  }
}
