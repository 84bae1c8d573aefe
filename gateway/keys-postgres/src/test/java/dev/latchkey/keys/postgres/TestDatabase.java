// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.postgres.embedded.Address;
import java.io.IOException;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** A database of a test class's own, with the current schema and no rows. */
public final class TestDatabase {
  private final Address address;

  public TestDatabase(Address address) {
    this.address = address;
  }

  public Address address() {
    return address;
  }

  /** Another database of the same server. */
  public TestDatabase sibling(String name) {
    return new TestDatabase(
        Address.of(address.host(), address.port(), name, address.user(), address.password()));
  }

  public PgSettings settings() {
    return PgSettings.of(address);
  }

  /** Runs statements as an operator with psql would. */
  public void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** The first column of every row, as text. */
  public List<String> query(String sql) {
    List<String> values = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** Every row of every table, as a dump would write it. */
  public String dump() {
    StringBuilder all = new StringBuilder();
    dump(all::append);
    return all.toString();
  }

  /** The same table by table, because many rows of all of them at once may be too many. */
  public void dump(Consumer<String> read) {
    try (Connection connection = connect()) {
      CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
      for (String table : tables()) {
        StringWriter out = new StringWriter();
        out.append(table).append('\n');
        copy.copyOut("COPY (SELECT * FROM " + table + ") TO STDOUT", out);
        read.accept(out.toString());
      }
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private List<String> tables() {
    return query(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            + " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')");
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
  }
}
