// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static dev.latchkey.keys.postgres.LedgerFaults.answered;

import dev.latchkey.keys.AuditLog;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** The chained trail. A database trigger links the rows; this reads them and keeps checkpoints. */
final class PgAuditLog implements AuditLog {
  private static final String LINES =
      """
      SELECT (latchkey.audit_record(e) || jsonb_build_object('chain', jsonb_build_object(
        'previous', encode(e.previous, 'hex'), 'hash', encode(e.hash, 'hex'))))::text AS line
      FROM latchkey.audit_event e
      WHERE e.tenant = $1 AND e.number > $2 ORDER BY e.number LIMIT $3
      """;
  private static final String CHECKPOINTS =
      "SELECT * FROM latchkey.audit_checkpoint WHERE tenant = $1 ORDER BY day";
  private static final String UNSIGNED =
      """
      SELECT h.tenant, h.number, h.hash FROM (
        SELECT DISTINCT ON (tenant) tenant, number, hash FROM latchkey.audit_event
        WHERE at < $1 ORDER BY tenant, number DESC
      ) h
      WHERE h.number > coalesce(
        (SELECT max(c.number) FROM latchkey.audit_checkpoint c WHERE c.tenant = h.tenant), 0)
      """;
  private static final String KEEP =
      """
      INSERT INTO latchkey.audit_checkpoint
        (tenant, day, number, hash, signed_at, key_id, signature)
      VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
      """;

  private final BoundedPool everywhere;
  private final TenantPool tenants;

  PgAuditLog(BoundedPool pool) {
    this.everywhere = pool;
    this.tenants = new TenantPool(pool);
  }

  @Override
  public Future<List<String>> lines(Tenant tenant, long after, int limit) {
    return answered(
        tenants.in(
            tenant,
            sql ->
                sql.preparedQuery(LINES)
                    .execute(Tuple.of(tenant.id(), after, limit))
                    .map(
                        rows -> {
                          List<String> lines = new ArrayList<>();
                          rows.forEach(row -> lines.add(row.getString("line")));
                          return lines;
                        })));
  }

  @Override
  public Future<List<Checkpoint>> checkpoints(Tenant tenant) {
    return answered(
        tenants.in(
            tenant,
            sql ->
                sql.preparedQuery(CHECKPOINTS)
                    .execute(Tuple.of(tenant.id()))
                    .map(
                        rows -> {
                          List<Checkpoint> checkpoints = new ArrayList<>();
                          rows.forEach(row -> checkpoints.add(checkpoint(row)));
                          return checkpoints;
                        })));
  }

  @Override
  public Future<List<Head>> unsigned(LocalDate day) {
    return answered(
        everywhere.use(
            sql ->
                sql.preparedQuery(UNSIGNED)
                    .execute(
                        Tuple.of(day.plusDays(1).atTime(LocalTime.MIN).atOffset(ZoneOffset.UTC)))
                    .map(
                        rows -> {
                          List<Head> heads = new ArrayList<>();
                          rows.forEach(row -> heads.add(head(row)));
                          return heads;
                        })));
  }

  @Override
  public Future<Void> keep(Checkpoint checkpoint) {
    Head head = checkpoint.head();
    Tuple values = Tuple.of(head.tenant().id(), checkpoint.day(), head.number());
    values.addValue(Buffer.buffer(HexFormat.of().parseHex(head.hash())));
    values.addValue(Columns.required(checkpoint.signedAt())).addValue(checkpoint.keyId());
    values.addValue(Buffer.buffer(Base64.getDecoder().decode(checkpoint.signature())));
    return answered(everywhere.use(sql -> sql.preparedQuery(KEEP).execute(values).mapEmpty()));
  }

  private static Checkpoint checkpoint(Row row) {
    return new Checkpoint(
        head(row),
        row.getLocalDate("day"),
        row.getOffsetDateTime("signed_at").toInstant(),
        row.getString("key_id"),
        Base64.getEncoder().encodeToString(row.getBuffer("signature").getBytes()));
  }

  private static Head head(Row row) {
    return new Head(
        new Tenant(row.getString("tenant")),
        row.getLong("number"),
        HexFormat.of().formatHex(row.getBuffer("hash").getBytes()));
  }
}
