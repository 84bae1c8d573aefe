// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.json.Members;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.admin.verify.CallEvaluator.Judgement;
import dev.latchkey.admin.verify.CallEvaluator.SupposedCall;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyGrant;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeyLedger;
import dev.latchkey.keys.KeyLookup;
import dev.latchkey.keys.LedgerException;
import dev.latchkey.keys.LookupResult;
import dev.latchkey.keys.Tenant;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Judges a call with a key that somebody holds, or with one that is known by its id. A key of
 * another tenant is a key that does not exist. Any event loop.
 */
public final class Verification {
  private final KeyLedger ledger;
  private final KeyLookup lookup;
  private final CallEvaluator evaluator;

  public Verification(KeyLedger ledger, KeyLookup lookup, CallEvaluator evaluator) {
    this.ledger = ledger;
    this.lookup = lookup;
    this.evaluator = evaluator;
  }

  private record Held(@Nullable ApiKey key, @Nullable KeyGrant presented) {}

  /** With the key itself, or its SHA-256: the body of {@code POST /verify}. */
  public Future<ObjectNode> verify(Tenant tenant, Members body) {
    KeyDigest digest = digest(body);
    boolean spend = body.hasValue("dryRun") && !body.flag("dryRun");
    String address = address(body);
    return held(tenant, digest).compose(held -> judge(held, body, address, spend));
  }

  /** With a key by its id: the body of {@code POST /explain}. Spends nothing. */
  public Future<ObjectNode> explain(Tenant tenant, Members body) {
    String text = Objects.requireNonNull(body.text("keyId"));
    KeyId id =
        KeyId.parse(text)
            .orElseThrow(
                () -> new LedgerException(LedgerException.Reason.NOT_FOUND, "no such key"));
    String address = address(body);
    return ledger.read(tenant, id).compose(key -> judge(new Held(key, null), body, address, false));
  }

  private static KeyDigest digest(Members body) {
    String key = body.text("key");
    if (body.hasValue("key") == body.hasValue("sha256")) {
      throw Problem.of(ProblemCode.VALIDATION_FAILED, "/key", FaultCode.ONE_SECRET_ONLY);
    }
    return key == null
        ? KeyDigest.parseHex(Objects.requireNonNull(body.text("sha256"))).orElseThrow()
        : KeyDigest.of(key);
  }

  private Future<Held> held(Tenant tenant, KeyDigest digest) {
    return lookup
        .find(digest)
        .compose(
            found -> {
              if (found instanceof LookupResult.Unknown unknown) {
                return Future.failedFuture(
                    new LedgerException(
                        LedgerException.Reason.UNAVAILABLE, unknown.cause().toString()));
              }
              if (found instanceof LookupResult.Known known
                  && known.grant().tenant().equals(tenant)) {
                return ledger
                    .read(tenant, known.grant().id())
                    .map(key -> new Held(key, known.grant()));
              }
              return Future.succeededFuture(new Held(null, null));
            });
  }

  /** The client's address, so that no judgement rests on one that nobody can have. */
  private static @Nullable String address(Members body) {
    String ip = body.text("ip");
    if (ip != null && !NetUtil.isValidIpV4Address(ip) && !NetUtil.isValidIpV6Address(ip)) {
      throw Problem.of(ProblemCode.VALIDATION_FAILED, "/ip", FaultCode.INVALID);
    }
    return ip;
  }

  private Future<ObjectNode> judge(
      Held held, Members body, @Nullable String address, boolean spend) {
    SupposedCall call =
        new SupposedCall(
            held.key(),
            held.presented(),
            Objects.requireNonNull(body.text("method")).toUpperCase(Locale.ROOT),
            Objects.requireNonNull(body.text("path")),
            body.text("host"),
            address,
            spend);
    return evaluator.judge(call).map(judgement -> json(held.key(), judgement));
  }

  private static ObjectNode json(@Nullable ApiKey key, Judgement judgement) {
    ObjectNode json = Json.object();
    json.put("valid", judgement.code() == null);
    if (judgement.code() != null) {
      json.put("code", judgement.code());
    }
    if (key != null) {
      json.put("keyId", key.id().toString());
    }
    if (!judgement.requiredScopes().isEmpty()) {
      json.set("requiredScopes", Json.array(judgement.requiredScopes()));
    }
    ArrayNode trace = json.putArray("trace");
    judgement
        .trace()
        .forEach(
            check ->
                trace
                    .addObject()
                    .put("check", check.check())
                    .put("ok", check.ok())
                    .put("detail", check.detail()));
    return json;
  }
}
