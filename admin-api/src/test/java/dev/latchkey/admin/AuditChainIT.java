// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.admin.audit.AuditSigner;
import dev.latchkey.admin.audit.AuditVerifier;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.keys.postgres.PostgresExtension;
import dev.latchkey.keys.postgres.TestDatabase;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The audit trail as a chain that can be checked by whoever has an export and the public key. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditChainIT {
  private static final String KEYS = "/admin/v1/keys";
  private static final LatchkeyConfig CONFIG = TestConfig.create(List.of());
  private static final PublicKey KEY = AuditSigner.of(CONFIG).orElseThrow().publicKey();

  private RunningAdmin admin;
  private TestDatabase database;
  private String owner;
  private List<String> export;

  @BeforeAll
  void start(TestDatabase fresh) {
    database = fresh;
    admin = new RunningAdmin(fresh, CONFIG);
    owner = admin.token("owner");
    for (int i = 0; i < 3; i++) {
      String path = KEYS + "/" + create("key " + i);
      admin.post(path + "/disable", owner, "{\"reason\":\"tạm nghỉ \\\"\\\\/\\n\\u0001 \\u2028\"}");
      admin.post(path + "/revoke", owner, "{}");
    }
    admin.clock.advance(Duration.ofDays(1));
    RunningAdmin.get(admin.api.upkeep().run());
    create("on the second day");
    export = export();
  }

  @AfterAll
  void stop() {
    admin.close();
  }

  @Test
  void anExportIsSoundAndEndsWithItsCheckpoints() {
    AuditVerifier.Report report = verify(export);

    assertThat(report.findings()).isEmpty();
    assertThat(report.tenant()).isEqualTo("acme");
    assertThat(report.first()).isEqualTo(1);
    assertThat(report.last()).isEqualTo(10);
    assertThat(report.checkpoints()).isEqualTo(2);
    assertThat(export).hasSize(12);
    assertThat(export.get(10)).contains("\"day\":\"2026-11-22\"", "\"number\":9");
  }

  @Test
  void everyKindOfTamperingIsFound() {
    assertThat(findings(0, line -> line.replace("key.create", "key.update")))
        .anyMatch(finding -> finding.contains("was changed after it was written (event 1)"));
    assertThat(verify(without(export, 4)).findings())
        .anyMatch(finding -> finding.contains("event 5 has to come here"));
    assertThat(verify(swapped(export)).findings()).isNotEmpty();
    assertThat(verify(without(without(export, 9), 8)).findings())
        .anyMatch(finding -> finding.contains("but the last one here is 8"));
    assertThat(findings(10, line -> line.replace("\"number\":9", "\"number\":8")))
        .anyMatch(finding -> finding.contains("is not signed with this key"));
    assertThat(verify(List.of("{}", "nonsense")).findings()).hasSize(2);
  }

  @Test
  void aChainThatWasRewrittenAsAWholeShowsByItsCheckpoints() {
    List<String> other = new ArrayList<>(export("other-tenant-with-a-chain"));
    other.addAll(export.subList(10, 12));

    assertThat(verify(other).findings()).hasSize(2);
  }

  @Test
  void reformattingAnExportDoesNotHarmIt() {
    List<String> reformatted =
        export.stream().map(line -> line.replace("\": ", "\":").replace(", \"", ",\"")).toList();

    assertThat(verify(reformatted).findings()).isEmpty();
  }

  @Test
  void numbersAndTextsOfEveryKindKeepTheirHash() {
    admin.post(
        KEYS,
        owner,
        "{\"profile\":\"agent\",\"name\":\"Đặc biệt 🚀\",\"metadata\":{\"z\":1.50,\"a\":1e7,"
            + "\"bb\":-0.0,\"long\":12345678901234567,\"é\":\"\\u007f\\b\\f\",\"\":[],\"o\":{},"
            + "\"t\":true,\"n\":null,\"small\":0.000001}}");

    assertThat(verify(export()).findings()).isEmpty();
  }

  @Test
  void theDatabaseRefusesToChangeOrRemoveEvents() {
    for (String statement :
        List.of(
            "UPDATE latchkey.audit_event SET action = 'x'",
            "DELETE FROM latchkey.audit_event",
            "TRUNCATE latchkey.audit_event",
            "DELETE FROM latchkey.audit_checkpoint")) {
      assertThat(refused(statement)).as(statement).contains("append-only");
    }
  }

  @Test
  void theCheckpointsAreListedWithTheirPublicKey() {
    Reply reply = admin.get("/admin/v1/audit-checkpoints", owner);

    assertThat(reply.json().path("data")).hasSize(1);
    assertThat(reply.at("/data/0/day")).isEqualTo("2026-11-22");
    assertThat(reply.at("/publicKey")).startsWith("-----BEGIN PUBLIC KEY-----\nMCow");
  }

  @Test
  void anExportIsAlwaysWhole() {
    Reply reply = admin.get("/admin/v1/audit-events?format=ndjson&action=key.create", owner);

    assertThat(reply.errors()).containsExactly("/query/action not_in_export");
  }

  @Test
  void anExportLongerThanAPortionIsComplete() {
    String many = admin.token("many", "owner");
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < 700; i++) {
      items
          .append(i == 0 ? "" : ",")
          .append("{\"profile\":\"agent\",\"name\":\"n\",\"sha256\":\"")
          .append(String.format("%064x", i))
          .append("\"}");
    }
    admin.post(KEYS + "/import", many, "{\"items\":[" + items + "]}");

    AuditVerifier.Report report = verify(lines(many));

    assertThat(report.findings()).isEmpty();
    assertThat(report.last()).isEqualTo(700);
  }

  private String refused(String statement) {
    try {
      database.execute(statement);
      return "";
    } catch (IllegalStateException refusal) {
      return String.valueOf(refusal.getMessage());
    }
  }

  private List<String> findings(int index, UnaryOperator<String> change) {
    List<String> lines = new ArrayList<>(export);
    lines.set(index, change.apply(lines.get(index)));
    assertThat(lines).isNotEqualTo(export);
    return verify(lines).findings();
  }

  private static List<String> without(List<String> lines, int index) {
    List<String> fewer = new ArrayList<>(lines);
    fewer.remove(index);
    return fewer;
  }

  private static List<String> swapped(List<String> lines) {
    List<String> other = new ArrayList<>(lines);
    other.set(2, lines.get(3));
    other.set(3, lines.get(2));
    return other;
  }

  private static AuditVerifier.Report verify(List<String> lines) {
    AuditVerifier verifier = new AuditVerifier(KEY);
    lines.forEach(verifier::take);
    return verifier.report();
  }

  private String create(String name) {
    Reply made = admin.post(KEYS, owner, "{\"profile\":\"agent\",\"name\":\"" + name + "\"}");
    JsonNode id = made.json().at("/key/id");
    assertThat(id.isTextual()).isTrue();
    return id.asText();
  }

  private List<String> export() {
    return lines(owner);
  }

  private List<String> export(String tenant) {
    String token = admin.token(tenant, "owner");
    admin.post(KEYS, token, "{\"profile\":\"agent\",\"name\":\"theirs\"}");
    return lines(token).stream().filter(line -> !line.contains("checkpoint")).toList();
  }

  private List<String> lines(String token) {
    Reply reply = admin.get("/admin/v1/audit-events?format=ndjson", token);
    assertThat(reply.header("Content-Type")).isEqualTo("application/x-ndjson");
    try (Stream<String> lines = reply.text().lines()) {
      return lines.toList();
    }
  }
}
