// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static dev.latchkey.keys.postgres.StoreException.Reason.WRONG_PEPPER;

import dev.latchkey.keys.KeyHasher;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * Keeps a node with the wrong pepper from starting: it would refuse every key. The database knows
 * the pepper's fingerprint from the first start on.
 */
final class PepperCheck {
  private static final String CLAIM =
      "INSERT INTO latchkey.setting (name, value) VALUES ('pepper', $1) ON CONFLICT DO NOTHING";
  private static final String READ =
      """
      SELECT value, EXISTS (SELECT 1 FROM latchkey.api_key_secret) AS in_use
      FROM latchkey.setting WHERE name = 'pepper' FOR UPDATE
      """;
  private static final String REPLACE =
      "UPDATE latchkey.setting SET value = $1 WHERE name = 'pepper'";

  private PepperCheck() {}

  /** Within a transaction. Fails with WRONG_PEPPER. */
  static Future<Void> run(SqlConnection sql, KeyHasher hasher) {
    Tuple ours = Tuple.of(hasher.fingerprint());
    return sql.preparedQuery(CLAIM)
        .execute(ours)
        .compose(done -> sql.preparedQuery(READ).execute())
        .compose(
            rows -> {
              String stored = rows.iterator().next().getString("value");
              boolean inUse = rows.iterator().next().getBoolean("in_use");
              if (stored.equals(hasher.fingerprint())) {
                return Future.succeededFuture();
              }
              if (!inUse || hasher.retiredFingerprints().contains(stored)) {
                return sql.preparedQuery(REPLACE).execute(ours).mapEmpty();
              }
              return Future.failedFuture(
                  new StoreException(WRONG_PEPPER, message(stored, hasher.fingerprint())));
            });
  }

  private static String message(String stored, String ours) {
    return "the stored keys need the pepper with fingerprint "
        + stored
        + ", but the configuration has "
        + ours
        + ". Set store.pepper to the right one"
        + (stored.equals("none") ? " (none)" : ", or add the old one to store.retiredPeppers")
        + ".";
  }
}
