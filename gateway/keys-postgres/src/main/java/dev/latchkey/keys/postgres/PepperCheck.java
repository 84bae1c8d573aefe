// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static dev.latchkey.keys.postgres.StoreException.Reason.WRONG_PEPPER;

import dev.latchkey.keys.KeyHasher;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
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
      FROM latchkey.setting WHERE name = 'pepper'
      """;
  private static final String REPLACE =
      "UPDATE latchkey.setting SET value = $1 WHERE name = 'pepper'";

  private PepperCheck() {}

  /**
   * Within a transaction. Fails with WRONG_PEPPER. Writes only when there is something to write, so
   * that a node also starts on a server that is read-only for the moment.
   */
  static Future<Void> run(SqlConnection sql, KeyHasher hasher) {
    return sql.preparedQuery(READ)
        .execute()
        .compose(
            rows ->
                rows.size() == 0
                    ? sql.preparedQuery(CLAIM)
                        .execute(Tuple.of(hasher.fingerprint()))
                        .compose(claimed -> sql.preparedQuery(READ).execute())
                    : Future.succeededFuture(rows))
        .compose(rows -> decide(sql, hasher, rows.iterator().next()));
  }

  private static Future<Void> decide(SqlConnection sql, KeyHasher hasher, Row row) {
    String stored = row.getString("value");
    String ours = hasher.fingerprint();
    if (stored.equals(ours)) {
      return Future.succeededFuture();
    }
    if (!row.getBoolean("in_use") || hasher.retiredFingerprints().contains(stored)) {
      return sql.preparedQuery(REPLACE).execute(Tuple.of(ours)).mapEmpty();
    }
    return Future.failedFuture(new StoreException(WRONG_PEPPER, message(stored, ours)));
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
