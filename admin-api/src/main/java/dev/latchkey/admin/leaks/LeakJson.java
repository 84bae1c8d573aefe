// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.leaks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.leaks.LeakDesk.Verdict;
import dev.latchkey.keys.leaks.Decoy;
import dev.latchkey.keys.leaks.LeakReport;

/** Reports, decoys and rules as the API writes them. */
public final class LeakJson {
  private LeakJson() {}

  /** A report. */
  public static ObjectNode write(LeakReport report) {
    ObjectNode json = Json.object();
    json.put("id", report.id().toString());
    json.put("keyId", report.key().toString());
    json.put("source", report.source());
    json.put("url", report.url().isEmpty() ? null : report.url());
    json.put("type", report.kind().isEmpty() ? null : report.kind());
    json.put("action", report.action());
    return json.put("reportedAt", Json.instant(report.reportedAt()));
  }

  /** What came of a finding; of what is not ours nothing is told. */
  public static ObjectNode write(Verdict verdict) {
    ObjectNode json = Json.object();
    json.put("known", verdict.exposed().isPresent());
    json.put("keyId", verdict.exposed().map(found -> found.id().toString()).orElse(null));
    return json.put("action", verdict.action());
  }

  /** A decoy, without its text. */
  public static ObjectNode write(Decoy decoy) {
    ObjectNode json = Json.object();
    json.put("id", decoy.bait().id().toString());
    json.put("profile", decoy.bait().profile());
    json.put("name", decoy.bait().name());
    json.put("maskedKey", decoy.hint().masked());
    json.put("createdAt", Json.instant(decoy.createdAt()));
    json.put("createdBy", decoy.createdBy());
    json.put("lastUsedAt", Json.instant(decoy.lastUsedAt()));
    return json.put("uses", decoy.uses());
  }

  /** Rules for every scanner. */
  public static ObjectNode write(ScannerRules rules) {
    ObjectNode json = Json.object();
    json.put("pattern", rules.pattern());
    json.put("gitleaks", rules.gitleaks());
    json.put("trufflehog", rules.trufflehog());
    ObjectNode github = json.putObject("github");
    github.put("name", rules.github().name());
    github.put("secretFormat", rules.github().secret());
    github.put("beforeSecret", rules.github().before());
    github.put("afterSecret", rules.github().after());
    return json;
  }
}
