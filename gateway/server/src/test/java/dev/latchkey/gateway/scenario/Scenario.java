// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.scenario;

import dev.latchkey.config.ConfigException;
import dev.latchkey.config.ConfigLoader;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.gateway.wire.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** One scenario file, over the base that all of them share. */
final class Scenario {
  private static final String BASE = "/scenarios/base.yaml";

  private final String title;
  private final Tree given;
  private final List<Tree> steps;

  private Scenario(String title, Tree given, List<Tree> steps) {
    this.title = title;
    this.given = given;
    this.steps = steps;
  }

  static Scenario read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Tree root = new Tree(file.getFileName().toString(), yaml().load(in));
      String title = root.text("scenario");
      Tree given = root.tree("given");
      List.of("config", "keys", "backend", "place").forEach(given::has);
      given.done();
      List<Tree> steps = root.has("steps") ? root.trees("steps") : List.of(root);
      if (root.has("steps")) {
        root.done();
      }
      return new Scenario(title, given, steps);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String title() {
    return title;
  }

  /** In order; each has meanwhile, when and then. */
  List<Tree> steps() {
    return steps;
  }

  /** By name; a scenario's own keys join those of the base. */
  Map<String, Tree> keys() {
    Map<String, Tree> keys = new LinkedHashMap<>();
    Tree common = new Tree("base", base()).tree("keys");
    common.names().forEach(name -> keys.put(name, common.tree(name)));
    Tree own = given.tree("keys");
    own.names().forEach(name -> keys.put(name, own.tree(name)));
    return keys;
  }

  /** What the backend does, request by request. */
  List<Script> backend() {
    List<Script> scripts = new ArrayList<>();
    for (Tree one : given.trees("backend")) {
      scripts.add(
          new Script(
              one.has("answer") ? Wording.message(one.text("answer")) : "",
              Script.Ending.valueOf(one.text("ending", "keep").toUpperCase(Locale.ROOT)),
              one.text("acts", "late").equals("early")));
      one.done();
    }
    return scripts.isEmpty() ? List.of(Script.OK) : scripts;
  }

  /** Where the backend is: {@code here}, {@code closed} (refuses) or {@code full} (no answer). */
  String place() {
    return given.text("place", "here");
  }

  /** The base's configuration with the scenario's in its place: maps are joined, lists replaced. */
  LatchkeyConfig config(int backendPort) throws ConfigException {
    Object config = merged(new Tree("base", base()).raw("config"), given.raw("config"));
    String text = new Yaml().dump(config).replace("{{port}}", Integer.toString(backendPort));
    return new ConfigLoader(Map.of()).loadText(title, text, Path.of("."));
  }

  private static @Nullable Object merged(@Nullable Object base, @Nullable Object own) {
    if (!(base instanceof Map<?, ?> under) || !(own instanceof Map<?, ?> over)) {
      return own == null ? base : own;
    }
    Map<Object, @Nullable Object> joined = new LinkedHashMap<>(under);
    over.forEach((name, value) -> joined.put(name, merged(joined.get(name), value)));
    return joined;
  }

  private static Object base() {
    try (InputStream in = Objects.requireNonNull(Scenario.class.getResourceAsStream(BASE))) {
      return yaml().load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return new Yaml(new SafeConstructor(options));
  }

  @Override
  public String toString() {
    return title;
  }
}
