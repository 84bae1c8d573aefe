// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.self;

import dev.latchkey.config.ProfileConfig;
import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.authenticate.Caller;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.limit.Admission;
import dev.latchkey.gateway.limit.RateLimitFields;
import dev.latchkey.gateway.refusal.Fault;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import dev.latchkey.keys.Actor;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.Attribution;
import dev.latchkey.keys.HeldKeys;
import dev.latchkey.keys.Hint;
import dev.latchkey.keys.IfVersion;
import dev.latchkey.keys.KeyAction;
import dev.latchkey.keys.KeyActions;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyGrant;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeyMint;
import dev.latchkey.keys.KeySecret;
import dev.latchkey.keys.LedgerException;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a key may read it, end it, and replace its secret where the profile lets it. The key
 * has passed every stage before; what it may do here hangs on no scope. Any event loop.
 */
public final class SelfService {
  public static final String READ = "latchkey-self";
  public static final String ROTATE = "latchkey-self-rotate";
  public static final String REVOKE = "latchkey-self-revoke";

  private static final String BY_HOLDER = "revoked by its holder";

  private final HeldKeys keys;
  private final KeyMint mint;
  private final Map<String, ProfileConfig> profiles;
  private final InstantSource clock;
  private final SecureRandom random;

  /**
   * @param profiles by id, of every key that can be presented
   */
  public SelfService(
      HeldKeys keys,
      KeyMint mint,
      Map<String, ProfileConfig> profiles,
      InstantSource clock,
      SecureRandom random) {
    this.keys = keys;
    this.mint = mint;
    this.profiles = profiles;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Answers a call on one of Latchkey's own routes. Fails with {@link Refusal} or {@link Fault}.
   */
  public Future<Void> answer(Admission admission) {
    Caller caller = admission.caller();
    KeyState key = Objects.requireNonNull(caller.key());
    return SmallBody.of(caller.exchange().request())
        .compose(
            body ->
                switch (caller.route().id()) {
                  case READ -> read(key, body);
                  case ROTATE -> rotate(caller.exchange(), key, body);
                  case REVOKE -> revoke(caller.exchange(), key, body);
                  default -> Future.failedFuture("no such service: " + caller.route().id());
                })
        .recover(SelfService::told)
        .compose(json -> write(admission, json));
  }

  private Future<JsonObject> read(KeyState key, JsonObject body) {
    requireEmpty(body);
    KeyGrant grant = key.grant();
    return keys.read(grant.tenant(), grant.id()).map(held -> json(held, key, key.expiresAt()));
  }

  private Future<JsonObject> revoke(Exchange exchange, KeyState key, JsonObject body) {
    requireEmpty(body);
    return change(exchange, key, KeyActions.revoke(BY_HOLDER))
        .map(held -> new JsonObject().put("key", json(held, key, key.expiresAt())));
  }

  private Future<JsonObject> rotate(Exchange exchange, KeyState key, JsonObject body) {
    RotationWish wish = RotationWish.read(body);
    KeyGrant grant = key.grant();
    ProfileConfig profile = profiles.get(grant.profile());
    if (profile == null || !profile.selfRotate()) {
      throw Refusal.because(Reason.PERMISSION_DENIED);
    }
    String prefix = profile.prefixFor(grant.environment());
    KeySecret secret = mint.mint(prefix);
    KeyActions.Rotation rotation =
        new KeyActions.Rotation(
            KeyId.create(now(), random).value(),
            KeyDigest.of(secret.reveal()),
            Hint.of(secret, prefix),
            wish.grace(),
            wish.onFirstUse(),
            false,
            null);
    return change(exchange, key, KeyActions.rotate(rotation))
        .map(
            held ->
                new JsonObject()
                    .put("key", json(held, key, key.expiresAt()))
                    .put("secret", secret.reveal())
                    .put("secretShownOnce", true));
  }

  private Future<ApiKey> change(Exchange exchange, KeyState key, KeyAction action) {
    KeyGrant grant = key.grant();
    Actor holder = new Actor(Actor.Type.KEY, grant.id().toString(), grant.name());
    return keys.change(
            new Attribution(grant.tenant(), holder, exchange.id(), exchange.client(), null),
            grant.id(),
            IfVersion.ANY,
            action)
        .map(HeldKeys.Changed::key);
  }

  private JsonObject json(ApiKey held, KeyState key, @Nullable Instant expiresAt) {
    return HeldKeyJson.of(held, key.limits(), key.quotas(), expiresAt, now());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static void requireEmpty(JsonObject body) {
    if (!body.isEmpty()) {
      throw Refusal.because(Reason.VALIDATION_FAILED);
    }
  }

  /** The ledger's refusals in the data plane's words. */
  private static Future<JsonObject> told(Throwable cause) {
    if (!(cause instanceof LedgerException refusal)) {
      return Future.failedFuture(cause);
    }
    return Future.failedFuture(
        switch (refusal.reason()) {
          case NOT_FOUND -> Refusal.because(Reason.KEY_INVALID);
          case ROTATION_IN_PROGRESS -> Refusal.because(Reason.ROTATION_IN_PROGRESS);
          case UNAVAILABLE -> new Fault(Reason.KEY_STORE_UNAVAILABLE, cause);
          default -> Refusal.because(Reason.INVALID_STATE);
        });
  }

  private static Future<Void> write(Admission admission, JsonObject json) {
    Exchange exchange = admission.caller().exchange();
    MultiMap headers = exchange.response().headers();
    headers.set(HttpHeaders.CONTENT_TYPE, "application/json");
    headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
    headers.set("X-Request-Id", exchange.id());
    RateLimitFields.of(admission.decision()).onto(headers);
    return exchange.response().end(json.toBuffer());
  }
}
