// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where keys are kept. Exactly one of embedded and postgres is given.
 *
 * @param migrate whether {@code serve} brings the schema up to date; true by default for embedded
 * @param pepper wraps every stored digest; null for none
 * @param retiredPeppers older ones under which existing keys are still found
 * @param retention how long counts of calls and single calls stay there
 */
public record StoreConfig(
    @Nullable Embedded embedded,
    @Nullable Postgres postgres,
    boolean migrate,
    @Nullable SecretValue pepper,
    List<SecretValue> retiredPeppers,
    RetentionConfig retention) {

  /**
   * Latchkey's own PostgreSQL.
   *
   * @param data absolute, resolved against the configuration file
   */
  public record Embedded(Path data) {}

  /**
   * An existing PostgreSQL, 13 or newer.
   *
   * @param url {@code postgresql://user@host:5432/db}, without a password; {@code
   *     ?sslmode=verify-full} and {@code &sslrootcert=PATH} as in libpq
   * @param password null where the server asks for none
   * @param poolSize connections per process, 1 to 64
   */
  public record Postgres(URI url, @Nullable SecretValue password, int poolSize) {}
}
