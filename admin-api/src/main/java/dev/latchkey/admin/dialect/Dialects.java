// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.dialect;

import dev.latchkey.admin.catalog.Catalog;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.keys.KeyJson;
import dev.latchkey.admin.keys.KeyService;
import dev.latchkey.admin.problem.Messages;
import dev.latchkey.admin.retry.Retries;
import dev.latchkey.config.ProfileConfig;
import java.util.ArrayList;
import java.util.List;

/** The table of every configured dialect. */
public final class Dialects {
  private Dialects() {}

  /**
   * The operations of all profiles that have a dialect.
   *
   * @throws IllegalArgumentException for a kind of dialect that does not exist
   */
  public static List<Operation> operations(
      Catalog catalog, KeyService keys, Retries retries, KeyJson json, Messages messages) {
    List<Operation> operations = new ArrayList<>();
    for (ProfileConfig profile : catalog.profiles()) {
      if (profile.dialect() != null) {
        ProfileKeys mounted = new ProfileKeys(profile.id(), keys, retries);
        String path = profile.dialect().path();
        operations.addAll(
            switch (profile.dialect().kind()) {
              case "flat-camel-200" -> new FlatDialect(path, mounted, json).operations();
              case "nested-snake-201" ->
                  new NestedDialect(path, mounted, json, messages).operations();
              default ->
                  throw new IllegalArgumentException(
                      "profile " + profile.id() + " has an unknown kind of dialect");
            });
      }
    }
    return operations;
  }
}
