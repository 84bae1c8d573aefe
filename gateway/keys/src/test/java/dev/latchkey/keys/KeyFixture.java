// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key with a secret of its own for a test, made field by field. Whatever is not said is
 * plausible: tenant acme, profile agent, active, no scope, no limit.
 */
public final class KeyFixture {
  public static final Tenant TENANT = new Tenant("acme");
  public static final String PROFILE = "agent";
  public static final String PREFIX = "lk_test_";
  public static final Actor ACTOR = new Actor(Actor.Type.USER, "user-1", "Lan");

  private static final SecureRandom RANDOM = new SecureRandom();

  private final KeySecret secret;
  private final KeyId id;
  private final UUID secretId = UUID.randomUUID();
  private final Instant now;
  private final TreeSet<Scope> scopes = new TreeSet<>();
  private final List<Limit> limits = new ArrayList<>();
  private @Nullable Quota quota;
  private List<String> tags = List.of();
  private List<String> ipAllow = List.of();
  private Map<String, Object> metadata = Map.of();
  private String name = "CRM sync";
  private String profile = PROFILE;
  private Tenant tenant = TENANT;
  private Validity validity = Validity.UNLIMITED;
  private @Nullable String environment;
  private @Nullable String plan;
  private @Nullable Consumer consumer;
  private boolean foreign;
  private boolean uniqueName;

  private KeyFixture(KeySecret secret, Instant now) {
    this.secret = secret;
    this.now = now;
    this.id = KeyId.create(now, RANDOM);
  }

  /** With a freshly minted secret. */
  public static KeyFixture minted(Instant now) {
    KeySecret secret = new KeyMint(RANDOM).mint(PREFIX);
    Canary.release("a minted key", secret.reveal());
    return new KeyFixture(secret, now);
  }

  /** With a secret from elsewhere, which lacks our shape. */
  public static KeyFixture imported(String secret, Instant now) {
    return new KeyFixture(new KeySecret(secret), now).foreign();
  }

  public KeyFixture name(String next) {
    name = next;
    return this;
  }

  public KeyFixture uniqueName() {
    uniqueName = true;
    return this;
  }

  public KeyFixture profile(String next) {
    profile = next;
    return this;
  }

  public KeyFixture tenant(Tenant next) {
    tenant = next;
    return this;
  }

  public KeyFixture scopes(String... ids) {
    for (String id : ids) {
      scopes.add(new Scope(id));
    }
    return this;
  }

  public KeyFixture limit(Limit limit) {
    limits.add(limit);
    return this;
  }

  public KeyFixture quota(Quota next) {
    quota = next;
    return this;
  }

  public KeyFixture tags(String... next) {
    tags = List.of(next);
    return this;
  }

  public KeyFixture ipAllow(String... networks) {
    ipAllow = List.of(networks);
    return this;
  }

  public KeyFixture metadata(Map<String, Object> next) {
    metadata = next;
    return this;
  }

  public KeyFixture environment(String next) {
    environment = next;
    return this;
  }

  public KeyFixture plan(String next) {
    plan = next;
    return this;
  }

  public KeyFixture consumer(Consumer next) {
    consumer = next;
    return this;
  }

  public KeyFixture notBefore(Instant instant) {
    validity = validity.withNotBefore(instant);
    return this;
  }

  public KeyFixture expiresAt(Instant instant) {
    validity = validity.withExpiry(instant);
    return this;
  }

  public KeySecret secret() {
    return secret;
  }

  public KeyDigest digest() {
    return KeyDigest.of(secret.reveal());
  }

  /** The same, for one look-up. */
  public KeyDigest.Probe probe() {
    return KeyDigest.probe(secret.reveal());
  }

  public KeyId id() {
    return id;
  }

  public UUID secretId() {
    return secretId;
  }

  public Tenant tenant() {
    return tenant;
  }

  /** As the control plane hands it to a ledger. */
  public NewKey newKey() {
    ApiKey.Stamp stamp = new ApiKey.Stamp(now, ACTOR.id());
    ApiKey key =
        new ApiKey(
            id,
            tenant,
            profile,
            name,
            null,
            environment,
            Hint.of(secret, PREFIX),
            scopes,
            plan,
            limits,
            quota,
            ipAllow,
            consumer,
            metadata,
            tags,
            validity,
            null,
            List.of(StoredSecret.active(secretId, now)),
            stamp,
            stamp,
            null,
            null,
            null,
            List.of(),
            null,
            null,
            1);
    return new NewKey(key, digest(), foreign, uniqueName);
  }

  /** On whose account a test changes keys of a tenant. */
  public static Attribution by(Tenant tenant) {
    return new Attribution(tenant, ACTOR, "request-1", "203.0.113.7", null);
  }

  /** A patch of the name, as the control plane would make it. */
  public static KeyAction renaming(String name) {
    return new KeyAction() {
      @Override
      public String verb() {
        return "key.update";
      }

      @Override
      public ApiKey apply(ApiKey current, Instant now, Actor by) {
        return current.edit().name(name).done(now, by);
      }
    };
  }

  private KeyFixture foreign() {
    foreign = true;
    return this;
  }
}
