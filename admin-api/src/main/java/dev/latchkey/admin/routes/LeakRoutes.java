// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.routes;

import static dev.latchkey.admin.access.Permission.LEAKS_READ;
import static dev.latchkey.admin.access.Permission.LEAKS_WRITE;
import static dev.latchkey.admin.access.Permission.PROFILES_READ;
import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.catalog.Catalog;
import dev.latchkey.admin.http.Answer;
import dev.latchkey.admin.http.Call;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.http.Operation.BodyKind;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.json.Members;
import dev.latchkey.admin.leaks.Decoys;
import dev.latchkey.admin.leaks.Finding;
import dev.latchkey.admin.leaks.LeakDesk;
import dev.latchkey.admin.leaks.LeakJson;
import dev.latchkey.admin.leaks.ScannerRules;
import dev.latchkey.admin.paging.ListJson;
import dev.latchkey.admin.paging.TimeCursor;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.leaks.Decoy;
import dev.latchkey.keys.leaks.LeakReport;
import dev.latchkey.keys.leaks.Leaks;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports of leaked keys, decoys, and rules for scanners. */
public final class LeakRoutes {
  private static final String LEAKS = "/admin/v1/leaks";
  private static final String DECOYS = "/admin/v1/decoys";

  private final Catalog catalog;
  private final LeakDesk desk;
  private final Decoys decoys;
  private final Leaks leaks;
  private final TimeCursor cursor;

  public LeakRoutes(Catalog catalog, LeakDesk desk, Decoys decoys, Leaks leaks, TimeCursor cursor) {
    this.catalog = catalog;
    this.desk = desk;
    this.decoys = decoys;
    this.leaks = leaks;
    this.cursor = cursor;
  }

  /** The table. */
  public List<Operation> operations() {
    BodyKind none = BodyKind.NONE;
    BodyKind report = BodyKind.required("LeakReport");
    BodyKind decoy = BodyKind.required("DecoyCreate");
    String rules = "/admin/v1/profiles/{id}/scanner-rules";
    return List.of(
        Operation.of(POST, LEAKS, "reportLeaks", LEAKS_WRITE, report, this::report),
        Operation.of(GET, LEAKS, "listLeaks", LEAKS_READ, none, this::reports),
        Operation.of(POST, DECOYS, "createDecoy", LEAKS_WRITE, decoy, this::lay),
        Operation.of(GET, DECOYS, "listDecoys", LEAKS_READ, none, this::decoys),
        Operation.of(DELETE, DECOYS + "/{id}", "deleteDecoy", LEAKS_WRITE, none, this::takeAway),
        Operation.of(GET, rules, "getScannerRules", PROFILES_READ, none, this::rules));
  }

  private Future<Answer> report(Call call) {
    List<JsonNode> sent = call.soundBody().nodes("reports");
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; sent != null && i < sent.size(); i++) {
      Finding finding =
          finding(
              new Members((ObjectNode) sent.get(i), "/reports/" + i, call.faults()),
              "/reports/" + i);
      if (finding != null) {
        findings.add(finding);
      }
    }
    call.faults().refuseIfAny();
    return desk.report(call.caller().attribution(null), findings)
        .map(verdicts -> Answer.ok(ListJson.whole(verdicts, LeakJson::write)));
  }

  private static @Nullable Finding finding(Members report, String pointer) {
    String key = report.text("key");
    String sha256 = report.text("sha256");
    if ((key == null) == (sha256 == null)) {
      report.faults().add(pointer, FaultCode.REQUIRED);
      return null;
    }
    KeyDigest digest =
        key != null ? KeyDigest.of(key) : KeyDigest.parseHex(String.valueOf(sha256)).orElse(null);
    if (digest == null) {
      report.faults().add(pointer + "/sha256", FaultCode.INVALID);
      return null;
    }
    return new Finding(
        digest,
        orEmpty(report.text("source")),
        orEmpty(report.text("url")),
        orEmpty(report.text("type")));
  }

  private Future<Answer> reports(Call call) {
    TimeCursor.Place place = cursor.read(call.caller().tenant(), "leaks", call.query());
    return leaks
        .reports(call.caller().tenant(), place.after(), place.limit())
        .map(
            page ->
                Answer.ok(
                    ListJson.page(
                        page.rows(),
                        LeakJson::write,
                        cursor.next(
                            call.caller().tenant(),
                            "leaks",
                            page,
                            LeakReport::reportedAt,
                            LeakReport::id))));
  }

  private Future<Answer> lay(Call call) {
    Members body = call.soundBody();
    return decoys
        .lay(
            call.caller().attribution(null),
            orEmpty(body.text("profile")),
            orEmpty(body.text("name")),
            body.text("environment"))
        .map(
            laid -> {
              ObjectNode json = Json.object();
              json.set("decoy", LeakJson.write(laid.decoy()));
              json.put("secret", laid.secret().reveal()).put("secretShownOnce", true);
              return new Answer(201, Map.of(), json);
            });
  }

  private Future<Answer> decoys(Call call) {
    TimeCursor.Place place = cursor.read(call.caller().tenant(), "decoys", call.query());
    return leaks
        .decoys(call.caller().tenant(), place.after(), place.limit())
        .map(
            page ->
                Answer.ok(
                    ListJson.page(
                        page.rows(),
                        LeakJson::write,
                        cursor.next(
                            call.caller().tenant(),
                            "decoys",
                            page,
                            Decoy::createdAt,
                            row -> row.bait().id().value()))));
  }

  private Future<Answer> takeAway(Call call) {
    return leaks
        .takeAway(call.caller().attribution(null), call.keyId())
        .map(gone -> new Answer(204, Map.of(), null));
  }

  private Future<Answer> rules(Call call) {
    return Future.succeededFuture(
        catalog
            .profile(call.path().getOrDefault("id", ""))
            .map(profile -> Answer.ok(LeakJson.write(new ScannerRules(profile))))
            .orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND)));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
