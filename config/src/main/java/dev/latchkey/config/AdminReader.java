// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code admin}. */
final class AdminReader {
  private AdminReader() {}

  static AdminConfig read(Section section) {
    ListenAddress listen = ListenReader.read(section, "admin");
    List<TlsConfig> tls = new TlsReader(section.reading()).read(section);
    ClientCertificates clients = ClientCertificatesReader.read(section);
    boolean insecure = section.flag("insecure", false);
    Value listenValue = section.get("listen");
    if (listenValue != null && !listen.isLoopback() && !section.has("tls") && !insecure) {
      listenValue.problem(
          "the admin listener would send tokens over the network in the clear",
          "add tls, listen on 127.0.0.1, or say insecure: true");
    }
    List<AdminConfig.Issuer> issuers = issuers(section);
    Section loginSection = section.section("login");
    LoginConfig login = loginSection == null ? null : LoginReader.read(loginSection);
    Section leaks = section.section("leaks");
    LeaksConfig reports = leaks == null ? LeaksConfig.NONE : leaks(leaks);
    section.finish();
    return new AdminConfig(listen, tls, clients, insecure, issuers, login, reports);
  }

  private static LeaksConfig leaks(Section section) {
    LeaksConfig leaks = new LeaksConfig(WebAddress.read(section.get("githubKeys")));
    section.finish();
    return leaks;
  }

  private static List<AdminConfig.Issuer> issuers(Section section) {
    Value value =
        section.has("login")
            ? section.get("issuers")
            : section.need("issuers", "whose tokens are accepted");
    List<Value> items = value == null ? List.of() : value.items();
    if (value != null && value.isList() && items.isEmpty()) {
      value.problem("\"issuers\" is an empty list", "without an issuer nobody can administer");
    }
    List<AdminConfig.Issuer> issuers = new ArrayList<>();
    Map<String, Place> seen = new HashMap<>();
    for (Value item : items) {
      AdminConfig.Issuer issuer = issuer(item);
      if (issuer != null) {
        Place first = seen.putIfAbsent(issuer.issuer() + "\n" + issuer.audience(), item.place());
        if (first != null) {
          item.problem("this issuer and audience are there twice", "first on line " + first.line());
        }
        issuers.add(issuer);
      }
    }
    return List.copyOf(issuers);
  }

  private static AdminConfig.@Nullable Issuer issuer(Value value) {
    Section section = value.section();
    return section == null ? null : new IssuerReader(section).read();
  }
}
