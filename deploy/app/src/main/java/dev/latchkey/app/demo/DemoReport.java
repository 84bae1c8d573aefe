// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.demo;

import dev.latchkey.app.terminal.Ink;
import dev.latchkey.app.terminal.TextTable;
import java.io.PrintStream;
import java.util.List;

/** What the demo prints for people: plain ASCII, and every curl line works when pasted. */
final class DemoReport {
  private final DemoFacts facts;
  private final Ink ink;
  private final PrintStream out;
  private final String gateway;
  private final String admin;

  DemoReport(DemoFacts facts, Ink ink, PrintStream out) {
    this.facts = facts;
    this.ink = ink;
    this.out = out;
    this.gateway = String.valueOf(facts.addresses().gateway());
    this.admin = String.valueOf(facts.addresses().admin());
  }

  /**
   * @param ending what Ctrl-C does
   */
  void print(String version, String took, String ending) {
    out.println();
    out.println(ink.bold("Latchkey " + version + " demo") + ink.faint("  took " + took));
    out.println();
    print(
        new TextTable()
            .row("Gateway", gateway, "calls with a key go here")
            .row("Admin API", admin + "/admin/v1/keys", "keys are managed here")
            .row("Health", facts.addresses().management() + "/readyz", "also /livez and /metrics"));
    heading("Keys of tenant " + DemoKeys.TENANT);
    TextTable keys = new TextTable("PROFILE", "HEADER", "KEY");
    facts.keys().forEach(key -> keys.row(key.profile(), key.header(), key.secret().reveal()));
    print(keys);
    calls();
    management();
    heading("Admin token, owner, for calls of your own");
    out.println("  " + facts.adminToken());
    out.println();
    out.println(ink.faint(ending));
    out.flush();
  }

  private void calls() {
    heading("Calls that pass: the backend echoes what it received");
    curl("-H '" + credential("aloochat", "x-api-token") + "' " + gateway + "/v1/agents");
    curl("-H '" + credential("salehay", "X-Agent-Token") + "' " + gateway + "/api/agent/leads");
    curl(
        "-X POST -H '"
            + credential("salehay", "X-API-Key")
            + "' -H 'Content-Type: application/json' -d '{\"name\":\"An\"}' "
            + gateway
            + "/api/public/leads");
    heading("Calls that are refused: no key 401, a missing scope 403");
    curl("-i " + gateway + "/v1/agents");
    curl(
        "-i -X POST -H '"
            + credential("salehay", "X-Agent-Token")
            + "' "
            + gateway
            + "/api/agent/messages");
  }

  private void management() {
    heading("New keys, as Alohub's and Salehay's own clients ask for them");
    create(
        "/api/v1.0/integration/api-keys",
        "{\"name\":\"CRM\",\"scopes\":[\"callcenter\",\"contacts\"],\"expiresInDays\":90}");
    create(
        "/api/settings/api-keys",
        "{\"name\":\"Sales agent\",\"scopes\":[\"*\"],\"rate_limit\":100}");
  }

  private void create(String path, String body) {
    curl(
        "-X POST -H 'Authorization: Bearer "
            + facts.adminToken()
            + "' -H 'Content-Type: application/json' -d '"
            + body
            + "' "
            + admin
            + path);
  }

  private String credential(String profile, String header) {
    return header + ": " + facts.key(profile).secret().reveal();
  }

  private void heading(String text) {
    out.println();
    out.println(ink.bold(text));
  }

  private void curl(String arguments) {
    out.println("  " + ink.cyan("curl") + " " + arguments);
  }

  private void print(TextTable table) {
    List<String> lines = table.lines("  ");
    lines.forEach(out::println);
  }
}
