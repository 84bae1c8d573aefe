// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The second wall between tenants: what the control plane's role sees, whatever it asks for. */
@ExtendWith(PostgresExtension.class)
class PgRowSecurityIT {
  private static final String ACME = "0199a1b2-0000-7000-8000-00000000000a";
  private static final String OTHER = "0199a1b2-0000-7000-8000-00000000000b";

  private final TestDatabase database;
  private Connection connection;
  private Statement sql;

  PgRowSecurityIT(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void fill() throws SQLException {
    database.execute("TRUNCATE latchkey.api_key, latchkey.consumer CASCADE");
    for (String[] row : new String[][] {{ACME, "acme"}, {OTHER, "other"}}) {
      database.execute(
          """
          INSERT INTO latchkey.consumer (id, tenant, external_id) VALUES ('%1$s', '%2$s', 'c');
          INSERT INTO latchkey.api_key
            (id, tenant, profile, name, created_at, created_by, updated_at, updated_by)
            VALUES ('%1$s', '%2$s', 'p', 'k', now(), 'x', now(), 'x');
          INSERT INTO latchkey.api_key_secret (id, key_id, digest, pepper, created_at)
            VALUES ('%1$s', '%1$s', sha256('%2$s'), 'none', now());
          INSERT INTO latchkey.api_key_activity VALUES ('%1$s', '%1$s', now())
            ON CONFLICT DO NOTHING;
          INSERT INTO latchkey.request_replay
            VALUES ('%2$s', sha256('%2$s'), sha256('f'), '%1$s', NULL, now());
          INSERT INTO latchkey.audit_event (at, tenant, actor_type, actor_id, actor_name, action,
            target_type, target_id, request_id, outcome)
            VALUES (now(), '%2$s', 'USER', 'x', 'x', 'a', 't', 'i', 'r', 'success');
          SELECT latchkey.prepare_usage(now());
          INSERT INTO latchkey.call_record (at, request_id, tenant, method, path, client, status,
            duration_micros) VALUES (now(), 'r', '%2$s', 'GET', '/', 'c', 200, 1)
          """
              .formatted(row[0], row[1]));
    }
    connection =
        DriverManager.getConnection(
            database.address().jdbcUrl(), database.address().user(), database.address().password());
    sql = connection.createStatement();
    sql.execute("SET ROLE latchkey_tenant");
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api_key",
        "api_key_secret",
        "api_key_activity",
        "consumer",
        "request_replay",
        "audit_event",
        "audit_checkpoint",
        "call_record"
      })
  void aQueryWithoutATenantSeesNothing(String table) throws SQLException {
    assertThat(count(table)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"api_key", "api_key_secret", "api_key_activity", "consumer", "request_replay"})
  void aQueryOfOneTenantSeesItsOwnRowsOnly(String table) throws SQLException {
    sql.execute("SET latchkey.tenant = 'acme'");

    assertThat(count(table)).isEqualTo(1);
  }

  @Test
  void anotherTenantsRowsCanNeitherBeChangedNorMade() throws SQLException {
    sql.execute("SET latchkey.tenant = 'acme'");

    assertThat(sql.executeUpdate("UPDATE latchkey.api_key SET enabled = false")).isEqualTo(1);
    assertThat(sql.executeUpdate("DELETE FROM latchkey.api_key WHERE id = '" + OTHER + "'"))
        .isZero();
    assertThatThrownBy(() -> sql.execute("UPDATE latchkey.api_key SET tenant = 'other'"))
        .hasMessageContaining("row-level security");
    assertThatThrownBy(
            () ->
                sql.execute(
                    "INSERT INTO latchkey.api_key_secret (id, key_id, digest, pepper, created_at)"
                        + " VALUES (gen_random_uuid(), '"
                        + OTHER
                        + "', sha256('mine'), 'none', now())"))
        .hasMessageContaining("row-level security");
    assertThat(database.query("SELECT enabled::text FROM latchkey.api_key ORDER BY tenant"))
        .containsExactly("false", "true");
  }

  @Test
  void everyTableWithATenantHasThisWall() {
    assertThat(
            database.query(
                """
                SELECT c.relname FROM pg_class c
                JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'latchkey'
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant'
                WHERE c.relkind IN ('r', 'p') AND NOT c.relrowsecurity
                  AND has_table_privilege('latchkey_tenant', c.oid, 'SELECT')
                """))
        .isEmpty();
  }

  private long count(String table) throws SQLException {
    try (ResultSet rows = sql.executeQuery("SELECT count(*) FROM latchkey." + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
