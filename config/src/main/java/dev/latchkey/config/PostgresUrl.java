// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The address of a PostgreSQL server. Messages never repeat it, because people put passwords there.
 */
final class PostgresUrl {
  static final String HINT = "such as postgresql://user@host:5432/db";

  private static final Set<String> SSL_MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

  private PostgresUrl() {}

  /** The address, with the path of a root certificate made absolute. */
  static @Nullable URI read(Value value) {
    Text text = value.resolved();
    if (text == null) {
      return null;
    }
    try {
      URI url = new URI(text.value());
      String fault = fault(url);
      if (fault != null) {
        value.problem("the url " + fault, HINT + ", and its password under \"password\"");
        return null;
      }
      String query = query(url, value);
      return query == null ? null : withQuery(url, query);
    } catch (URISyntaxException e) {
      value.problem("the url is not an address", HINT);
      return null;
    }
  }

  private static @Nullable String fault(URI url) {
    String user = url.getRawUserInfo();
    if (!"postgresql".equals(url.getScheme()) && !"postgres".equals(url.getScheme())) {
      return "must begin with postgresql://";
    }
    if (user != null && user.indexOf(':') >= 0) {
      return "must not carry a password";
    }
    if (url.getHost() == null || url.getPort() > 65_535 || url.getPort() == 0) {
      return "has no valid host and port";
    }
    if (user == null || user.isEmpty()) {
      return "names no user";
    }
    String path = url.getRawPath();
    if (path.length() < 2 || path.indexOf('/', 1) >= 0) {
      return "names no database";
    }
    return url.getRawFragment() == null ? null : "must end before the #";
  }

  /** Empty for none; null after reporting a parameter that cannot be used. */
  private static @Nullable String query(URI url, Value value) {
    List<String> parameters = new ArrayList<>();
    String query = url.getRawQuery();
    for (String parameter : query == null ? new String[0] : query.split("&", -1)) {
      String name = parameter.substring(0, Math.max(0, parameter.indexOf('=')));
      String setting = parameter.substring(name.length() + (name.isEmpty() ? 0 : 1));
      if (name.equals("sslmode") && SSL_MODES.contains(setting)) {
        parameters.add(parameter);
      } else if (name.equals("sslrootcert") && rootCertificate(setting, value) != null) {
        parameters.add("sslrootcert=" + rootCertificate(setting, value));
      } else if (!name.equals("sslrootcert")) {
        value.problem(
            "the url has a parameter that cannot be used",
            "sslmode="
                + String.join("|", SSL_MODES.stream().sorted().toList())
                + " or sslrootcert=PATH");
        return null;
      } else {
        value.problem("the file behind sslrootcert does not exist", null);
        return null;
      }
    }
    return String.join("&", parameters);
  }

  private static @Nullable String rootCertificate(String setting, Value value) {
    try {
      Path path = value.reading().base().resolve(setting).normalize();
      return Files.isRegularFile(path) ? path.toString() : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static URI withQuery(URI url, String query) throws URISyntaxException {
    return new URI(
        "postgresql",
        url.getUserInfo(),
        url.getHost(),
        url.getPort() < 0 ? 5432 : url.getPort(),
        url.getPath(),
        query.isEmpty() ? null : query,
        null);
  }
}
