// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.scenario;

import dev.latchkey.config.ProfileConfig;
import dev.latchkey.keys.Actor;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.Consumer;
import dev.latchkey.keys.Hint;
import dev.latchkey.keys.KeyActions;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyFormat;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeyMint;
import dev.latchkey.keys.KeySecret;
import dev.latchkey.keys.Limit;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.NewKey;
import dev.latchkey.keys.Scope;
import dev.latchkey.keys.StoredSecret;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.Validity;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The keys of one scenario: stored ones, and some that only look like keys. */
final class ScenarioKeys {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Actor ACTOR = new Actor(Actor.Type.USER, "user-1", "Lan");

  private final Map<String, ProfileConfig> profiles;
  private final MapKeys store;
  private final Instant now;
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Map<String, KeyId> ids = new LinkedHashMap<>();

  ScenarioKeys(Map<String, ProfileConfig> profiles, MapKeys store, Instant now) {
    this.profiles = profiles;
    this.store = store;
    this.now = now;
  }

  void add(String name, Tree key) {
    ProfileConfig profile = Objects.requireNonNull(profiles.get(key.text("profile", "agent")));
    String environment = key.has("environment") ? key.text("environment") : null;
    String prefix = profile.prefixFor(environment);
    String text = key.text("text", new KeyMint(RANDOM).mint(prefix).reveal());
    if (key.text("tampered", "false").equals("true")) {
      text = text.substring(0, text.length() - 1) + (text.endsWith("0") ? "1" : "0");
    }
    texts.put(name, text);
    if (key.text("stored", "true").equals("true")) {
      store(name, key, new KeySecret(text), prefix, environment);
    }
    key.done();
  }

  private void store(
      String name, Tree key, KeySecret secret, String prefix, @Nullable String environment) {
    KeyId id = KeyId.create(now, RANDOM);
    ids.put(name, id);
    boolean foreign = !KeyFormat.isMinted(secret.reveal(), prefix);
    ApiKey made = key(id, name, key, Hint.of(secret, prefix), environment);
    store.put(new NewKey(made, KeyDigest.of(secret.reveal()), foreign, false));
    switch (key.text("state", "active")) {
      case "active" -> {}
      case "disabled" -> store.change(id, KeyActions.disable());
      case "revoked" -> store.revoke(id);
      default -> throw new IllegalArgumentException(name + " is active, disabled or revoked");
    }
  }

  private ApiKey key(KeyId id, String name, Tree key, Hint hint, @Nullable String environment) {
    TreeSet<Scope> scopes = new TreeSet<>();
    key.words("scopes").forEach(scope -> scopes.add(new Scope(scope)));
    List<Limit> limits = new ArrayList<>();
    key.trees("limits").forEach(limit -> limits.add(limit(limit)));
    Consumer consumer =
        key.has("consumer") ? new Consumer(UUID.randomUUID(), key.text("consumer")) : null;
    ApiKey.Stamp stamp = new ApiKey.Stamp(now, ACTOR.id());
    return new ApiKey(
        id,
        new Tenant(key.text("tenant", "acme")),
        key.text("profile", "agent"),
        key.text("name", name),
        null,
        environment,
        hint,
        scopes,
        key.has("plan") ? key.text("plan") : null,
        limits,
        null,
        key.words("ipAllow"),
        consumer,
        Map.of(),
        List.of(),
        new Validity(true, fromNow(key, "notBefore"), fromNow(key, "expiresAt"), null),
        null,
        List.of(StoredSecret.active(UUID.randomUUID(), now)),
        stamp,
        stamp,
        null,
        null,
        null,
        List.of(),
        null,
        null,
        1);
  }

  /** A duration such as PT-1S, from now. */
  private @Nullable Instant fromNow(Tree key, String name) {
    return key.has(name) ? now.plus(Duration.parse(key.text(name))) : null;
  }

  private static Limit limit(Tree limit) {
    return new Limit(
        limit.text("name"),
        Integer.parseInt(limit.text("limit")),
        Duration.parse("PT" + limit.text("window")),
        limit.has("burst") ? Integer.valueOf(limit.text("burst")) : null);
  }

  KeyId id(String name) {
    return Objects.requireNonNull(ids.get(name), "no key " + name);
  }

  /** Every text that must not be in any answer. */
  List<String> secrets() {
    return List.copyOf(texts.values());
  }

  /** Puts key texts in the place of {@code {{name}}}, and ids in that of {@code {{name.id}}}. */
  String fill(String template) {
    String filled = template;
    for (Map.Entry<String, String> key : texts.entrySet()) {
      filled = filled.replace("{{" + key.getKey() + "}}", key.getValue());
    }
    for (Map.Entry<String, KeyId> key : ids.entrySet()) {
      filled = filled.replace("{{" + key.getKey() + ".id}}", key.getValue().toString());
    }
    return filled;
  }
}
