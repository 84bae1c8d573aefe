// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;

/** The top of the file. */
final class ConfigReader {
  private final Section root;
  private final Reading reading;

  ConfigReader(MappingNode root, Reading reading) {
    this.root = new Section(root, Place.of(root), reading);
    this.reading = reading;
  }

  LatchkeyConfig read() {
    checkVersion();
    StoreConfig store = one("store", StoreReader::read);
    GatewayConfig gateway = one("gateway", GatewayReader::gateway);
    AdminConfig admin = one("admin", AdminReader::read);
    ManagementConfig management = one("management", GatewayReader::management);
    List<ScopeConfig> scopes = list("scopes", section -> new ScopeReader(section).read());
    Map<String, PlanConfig> plans =
        map("plans", Names.Kind.PLAN, (id, section) -> new PlanReader(id, section).read());
    Map<String, ProfileConfig> profiles =
        map("profiles", Names.Kind.PROFILE, (id, section) -> new ProfileReader(id, section).read());
    Map<String, UpstreamConfig> upstreams =
        map("upstreams", Names.Kind.UPSTREAM, (id, part) -> new UpstreamReader(id, part).read());
    List<RouteConfig> routes = list("routes", section -> new RouteReader(section).read());
    root.finish();
    if (!root.has("gateway") && !root.has("admin")) {
      root.problem("nothing to run", "give gateway, admin or both");
    }
    return new LatchkeyConfig(
        store == null ? StoreReader.absent(reading) : store,
        gateway,
        admin,
        management,
        scopes,
        plans,
        profiles,
        upstreams,
        routes);
  }

  private void checkVersion() {
    Value version = root.need("version", "the file begins with: version: 1");
    if (version != null && !version.isNumber("1")) {
      version.problem("this is not a version that can be read", "version: 1");
    }
  }

  private <T> @Nullable T one(String key, Function<Section, T> reader) {
    Section section = root.section(key);
    return section == null ? null : reader.apply(section);
  }

  private <T> List<T> list(String key, Function<Section, @Nullable T> reader) {
    List<T> read = new ArrayList<>();
    for (Value item : root.items(key)) {
      Section section = item.section();
      T entry = section == null ? null : reader.apply(section);
      if (entry != null) {
        read.add(entry);
      }
    }
    return Collections.unmodifiableList(read);
  }

  private <T> Map<String, T> map(String key, Names.Kind kind, BiFunction<Text, Section, T> reader) {
    Names names = reading.checks().names();
    Section map = root.section(key);
    if (map == null && root.has(key)) {
      names.incomplete(kind);
    }
    Map<String, T> read = new LinkedHashMap<>();
    for (Section.Entry entry : map == null ? List.<Section.Entry>of() : map.named(Word.ID)) {
      names.define(kind, entry.key(), reading.problems());
      Section section = entry.value().section();
      if (section != null) {
        read.put(entry.key().value(), reader.apply(entry.key(), section));
      }
    }
    return Collections.unmodifiableMap(read);
  }
}
