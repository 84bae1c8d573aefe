// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * The audit trail as a chain: each row of a tenant carries the hash of the one before it, and a
 * checkpoint signs where the chain stood. Futures fail with {@link LedgerException}.
 */
public interface AuditLog {
  /**
   * Rows as JSON texts, oldest first, each with its place in the chain under the member {@code
   * chain}.
   *
   * @param after the number of the last row that is known; 0 for none
   * @param limit rows, 1 to 1,000
   */
  Future<List<String>> lines(Tenant tenant, long after, int limit);

  /** The checkpoints of a tenant, oldest first. */
  Future<List<Checkpoint>> checkpoints(Tenant tenant);

  /** Where each chain stands that went on, up to the end of that day (UTC), since it was signed. */
  Future<List<Head>> unsigned(LocalDate day);

  /** Keeps a checkpoint; one that exists already stays as it is. */
  Future<Void> keep(Checkpoint checkpoint);

  /**
   * The last row of a tenant's chain.
   *
   * @param number counts the tenant's rows, from 1
   * @param hash of that row: 64 hexadecimal digits
   */
  record Head(Tenant tenant, long number, String hash) {}

  /**
   * A signed head.
   *
   * @param day whose last row it is, UTC
   * @param keyId names the key that signed: the first 16 hexadecimal digits of the SHA-256 of the
   *     public key as X.509
   * @param signature Ed25519 (RFC 8032), Base64
   */
  record Checkpoint(Head head, LocalDate day, Instant signedAt, String keyId, String signature) {}
}
