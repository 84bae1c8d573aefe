// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres.embedded;

/** Where a database is and how to log in. A class, so that no string of it has the password. */
public final class Address {
  private final String host;
  private final int port;
  private final String database;
  private final String user;
  private final String password;

  Address(String host, int port, String database, String user, String password) {
    this.host = host;
    this.port = port;
    this.database = database;
    this.user = user;
    this.password = password;
  }

  /**
   * @param host a name or an address, without brackets
   * @param password empty for none
   */
  public static Address of(String host, int port, String database, String user, String password) {
    return new Address(host, port, database, user, password);
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  public String database() {
    return database;
  }

  public String user() {
    return user;
  }

  /** Never to be logged or shown. */
  public String password() {
    return password;
  }

  /** Without user and password. */
  public String jdbcUrl() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  @Override
  public String toString() {
    return user + "@" + host + ":" + port + "/" + database;
  }
}
