// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres.embedded;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/** Creates the one database of a new cluster; also the proof that the server lets us in. */
final class Databases {
  private static final int SECONDS = 20;

  private Databases() {}

  static void createIfAbsent(Address maintenance, String name) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(maintenance.jdbcUrl());
    source.setUser(maintenance.user());
    source.setPassword(maintenance.password());
    source.setConnectTimeout(SECONDS);
    source.setSocketTimeout(SECONDS);
    try (Connection connection = source.getConnection()) {
      if (!exists(connection, name)) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("CREATE DATABASE " + name);
        }
      }
    } catch (SQLException e) {
      throw new EmbeddedPostgresException(
          "PostgreSQL started but refused " + maintenance + ": " + e.getMessage(), e);
    }
  }

  private static boolean exists(Connection connection, String name) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
      query.setString(1, name);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }
}
