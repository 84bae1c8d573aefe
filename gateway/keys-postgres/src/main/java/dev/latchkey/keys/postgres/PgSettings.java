// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.postgres.embedded.Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is, who we are there, and how the line is protected. A class, so that no
 * string of it has the password.
 */
public final class PgSettings {
  private static final int DEFAULT_PORT = 5432;

  private final String host;
  private final int port;
  private final String database;
  private final String user;
  private final String password;
  private final Tls tls;
  private final @Nullable Path rootCertificate;
  private final int poolSize;

  /** How the line is protected, as libpq's {@code sslmode} of the same name. */
  public enum Tls {
    DISABLE,
    VERIFY_CA,
    VERIFY_FULL
  }

  private PgSettings(Address address, Tls tls, @Nullable Path rootCertificate, int poolSize) {
    this.host = address.host();
    this.port = address.port();
    this.database = address.database();
    this.user = address.user();
    this.password = address.password();
    this.tls = tls;
    this.rootCertificate = rootCertificate;
    this.poolSize = poolSize;
  }

  /** The embedded server: on loopback, in the clear. */
  public static PgSettings of(Address address) {
    return new PgSettings(address, Tls.DISABLE, null, 8);
  }

  /**
   * Reads {@code postgresql://user@host:5432/db?sslmode=verify-full&sslrootcert=PATH}. Without
   * sslmode the line is in the clear to this machine itself, and fully verified to any other.
   *
   * @param password null where the server asks for none
   * @param poolSize connections for look-ups, and again as many for changes; 1 to 64
   * @throws IllegalArgumentException with a message that says what is wrong with the URL
   */
  public static PgSettings parse(URI url, @Nullable String password, int poolSize) {
    require(url, poolSize);
    String host = url.getHost().replace("[", "").replace("]", "");
    Map<String, String> query = query(url.getRawQuery());
    String certificate = query.remove("sslrootcert");
    String mode = query.remove("sslmode");
    if (!query.isEmpty()) {
      throw new IllegalArgumentException("unknown in the store's url: " + query.keySet());
    }
    Address address =
        Address.of(
            host,
            url.getPort() < 0 ? DEFAULT_PORT : url.getPort(),
            url.getPath().substring(1),
            url.getUserInfo(),
            password == null ? "" : password);
    return new PgSettings(
        address,
        mode == null ? defaultTls(host) : tls(mode),
        certificate == null ? null : Path.of(certificate),
        poolSize);
  }

  private static void require(URI url, int poolSize) {
    String scheme = String.valueOf(url.getScheme());
    if (!scheme.equals("postgresql") && !scheme.equals("postgres")) {
      throw new IllegalArgumentException("the store's url begins with postgresql://");
    }
    String userInfo = url.getUserInfo();
    if (userInfo == null || userInfo.isEmpty() || userInfo.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "the store's url names a user, and the password stands beside it, not in it");
    }
    if (url.getHost() == null || url.getPath() == null || url.getPath().length() < 2) {
      throw new IllegalArgumentException("the store's url names a host and a database");
    }
    if (poolSize < 1 || poolSize > 64) {
      throw new IllegalArgumentException("a pool has 1 to 64 connections");
    }
  }

  /** A name or an address, without brackets. */
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

  /** The password, empty for none. */
  String password() {
    return password;
  }

  public Tls tls() {
    return tls;
  }

  /** A PEM file with the authorities to trust; null for those of the Java runtime. */
  public @Nullable Path rootCertificate() {
    return rootCertificate;
  }

  /** Connections of each pool, 1 to 64. */
  public int poolSize() {
    return poolSize;
  }

  @Override
  public String toString() {
    String security = tls == Tls.DISABLE ? " (without TLS)" : "";
    return user + "@" + host + ":" + port + "/" + database + security;
  }

  private static Tls defaultTls(String host) {
    try {
      return host.equals("localhost")
              || (isAddress(host) && InetAddress.getByName(host).isLoopbackAddress())
          ? Tls.DISABLE
          : Tls.VERIFY_FULL;
    } catch (UnknownHostException notAnAddress) {
      return Tls.VERIFY_FULL;
    }
  }

  /** Only digits, dots and colons: such a text is parsed without asking a name server. */
  private static boolean isAddress(String host) {
    return host.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '.' || c == ':')
        && (host.indexOf(':') >= 0 || host.chars().allMatch(c -> c < 'A'));
  }

  private static Tls tls(String mode) {
    return switch (mode.toLowerCase(Locale.ROOT)) {
      case "disable" -> Tls.DISABLE;
      case "verify-ca" -> Tls.VERIFY_CA;
      case "verify-full" -> Tls.VERIFY_FULL;
      default ->
          throw new IllegalArgumentException(
              "sslmode="
                  + mode
                  + " does not check who answers; use verify-full or verify-ca, or disable");
    };
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> pairs = new TreeMap<>();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        pairs.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return pairs;
  }
}
