// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.latchkey.admin.http.Answer;
import dev.latchkey.admin.http.Call;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.http.Operation.BodyKind;
import dev.latchkey.admin.http.Operation.Need;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.json.MalformedJsonException;
import dev.latchkey.admin.json.StrictJson;
import dev.latchkey.admin.leaks.Finding;
import dev.latchkey.admin.leaks.GithubAlerts;
import dev.latchkey.admin.leaks.LeakDesk;
import dev.latchkey.admin.leaks.LeakDesk.Verdict;
import dev.latchkey.admin.problem.Detail;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.keys.KeyDigest;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The receiver of GitHub's secret scanning partner programme. */
public final class GithubRoutes {
  private static final String KEY_ID = "Github-Public-Key-Identifier";
  private static final String SIGNATURE = "Github-Public-Key-Signature";
  private static final int MOST = 500;
  private static final int LONGEST_KEY = 500;
  private static final int LONGEST_URL = 2_000;
  private static final int LONGEST_WORD = 100;

  private final @Nullable GithubAlerts alerts;
  private final LeakDesk desk;

  /**
   * @param alerts null where nothing is taken from GitHub
   */
  public GithubRoutes(@Nullable GithubAlerts alerts, LeakDesk desk) {
    this.alerts = alerts;
    this.desk = desk;
  }

  /** The table. */
  public List<Operation> operations() {
    return List.of(
        new Operation(
            HttpMethod.POST,
            "/admin/v1/leaks/github",
            "receiveGithubAlerts",
            new Need.Nothing(),
            BodyKind.RAW,
            false,
            this::receive));
  }

  private Future<Answer> receive(Call call) {
    if (alerts == null) {
      throw Problem.of(ProblemCode.NOT_FOUND);
    }
    byte[] body = call.sent().raw().getBytes();
    return alerts
        .signed(body, call.sent().header(KEY_ID), call.sent().header(SIGNATURE))
        .compose(
            signed -> {
              if (!signed) {
                throw Problem.of(ProblemCode.UNAUTHENTICATED, Detail.SIGNATURE_REFUSED);
              }
              List<Finding> findings = findings(body);
              return desk.partner(
                      "github-secret-scanning",
                      findings,
                      call.caller().requestId(),
                      call.caller().address())
                  .map(verdicts -> new Answer(200, Map.of(), labels(findings, verdicts)));
            });
  }

  private static List<Finding> findings(byte[] body) {
    JsonNode list;
    try {
      list = StrictJson.parse(body);
    } catch (MalformedJsonException malformed) {
      throw Problem.of(
          ProblemCode.VALIDATION_FAILED,
          "",
          FaultCode.MALFORMED_JSON,
          String.valueOf(malformed.getMessage()));
    }
    if (!list.isArray() || list.size() > MOST) {
      throw Problem.of(ProblemCode.VALIDATION_FAILED, "", FaultCode.WRONG_TYPE, "array");
    }
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      JsonNode alert = list.get(i);
      String token = alert.path("token").asText("");
      if (token.isEmpty() || token.length() > LONGEST_KEY) {
        throw Problem.of(ProblemCode.VALIDATION_FAILED, "/" + i + "/token", FaultCode.INVALID);
      }
      findings.add(
          new Finding(
              KeyDigest.of(token),
              "github",
              cut(alert.path("url").asText(""), LONGEST_URL),
              cut(alert.path("type").asText(""), LONGEST_WORD)));
    }
    return findings;
  }

  /** What GitHub learns from: which matches were keys, named by their hashes. */
  private static ArrayNode labels(List<Finding> findings, List<Verdict> verdicts) {
    ArrayNode labels = Json.array();
    for (int i = 0; i < findings.size(); i++) {
      labels
          .addObject()
          .put("token_hash", HexFormat.of().formatHex(findings.get(i).digest().toBytes()))
          .put("token_type", findings.get(i).kind())
          .put("label", verdicts.get(i).exposed().isPresent() ? "true_positive" : "false_positive");
    }
    return labels;
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }
}
