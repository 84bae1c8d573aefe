// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import dev.latchkey.config.RouteConfig.Access;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One entry of {@code routes}. */
final class RouteReader {
  /** A tunnel, a mirror and a preface; none of them is a call to a backend. */
  private static final Set<String> REFUSED_METHODS = Set.of("CONNECT", "TRACE", "PRI");

  private final Section section;
  private final Reading reading;

  RouteReader(Section section) {
    this.section = section;
    this.reading = section.reading();
  }

  @Nullable RouteConfig read() {
    Text id = word("id", Names.Kind.ROUTE, "such as leads-read");
    Text pathText = text("path", "such as /api/leads/**");
    RoutePath path = pathText == null ? null : RoutePath.read(pathText, reading.problems());
    Set<String> methods = methods();
    Set<String> hosts = set(section.someWords("hosts", Word.HOST, true));
    List<Text> profiles = profiles();
    List<String> credentials = CredentialReader.read(section);
    Access access = new AccessReader(section).read();
    Text environment = environment(access, Section.values(profiles));
    List<LimitConfig> limits = LimitReader.plain(LimitReader.scoped().limits(section, "limits"));
    Text upstream = word("upstream", Names.Kind.UPSTREAM, "the name of one of the upstreams");
    RouteTreatment treatment = new TreatmentReader(section).read(path);
    RouteConfig.Shadow shadow = ShadowReader.read(section);
    section.finish();
    if (id == null || path == null || upstream == null) {
      return null;
    }
    reading.checks().matches().add(id, path, hosts, methods);
    return new RouteConfig(
        id.value(),
        path.text(),
        methods,
        hosts,
        Section.values(profiles),
        credentials,
        access,
        environment == null ? null : environment.value(),
        limits,
        upstream.value(),
        treatment,
        shadow);
  }

  private List<Text> profiles() {
    List<Text> profiles = section.someWords("profiles", Word.ID, false);
    profiles.forEach(profile -> reading.checks().names().use(Names.Kind.PROFILE, profile));
    return profiles;
  }

  private @Nullable Text text(String key, String hint) {
    Value value = section.need(key, hint);
    return value == null ? null : value.text();
  }

  private @Nullable Text word(String key, Names.Kind kind, String hint) {
    Value value = section.need(key, hint);
    Text word = value == null ? null : value.word(Word.ID);
    if (word != null && kind == Names.Kind.ROUTE) {
      reading.checks().names().define(kind, word, reading.problems());
    } else if (word != null) {
      reading.checks().names().use(kind, word);
    }
    return word;
  }

  private Set<String> methods() {
    List<Text> fine = new ArrayList<>();
    for (Text method : section.someWords("methods", Word.METHOD, false)) {
      if (REFUSED_METHODS.contains(method.value())) {
        reading.problem(
            method.place(), "the method " + method.quoted() + " is never forwarded", "remove it");
      } else {
        fine.add(method);
      }
    }
    return set(fine);
  }

  private static Set<String> set(List<Text> texts) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(Section.values(texts)));
  }

  /** Also registers who may come through here. */
  private @Nullable Text environment(Access access, List<String> profiles) {
    Value value = section.get("environment");
    Text environment = value == null ? null : value.word(Word.ENVIRONMENT);
    if (!(access instanceof Access.Public)) {
      reading.checks().reach().door(profiles, environment);
    }
    return environment;
  }
}
