// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.retry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.http.Answer;
import dev.latchkey.admin.http.Call;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.json.MalformedJsonException;
import dev.latchkey.admin.json.StrictJson;
import dev.latchkey.admin.keys.Created;
import dev.latchkey.admin.keys.KeyJson;
import dev.latchkey.admin.keys.KeyService;
import dev.latchkey.admin.keys.Once;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.keys.LedgerException;
import dev.latchkey.keys.Retry;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serves the operations that show a secret, by the draft draft-ietf-httpapi-idempotency-key-header:
 * the same request again finds the first answer, for ten minutes with its secret and for a day
 * without; another request under the same key is 422; one that is still being served 409. Any
 * thread.
 */
public final class Retries {
  /** Shorter keys could be guessed, and with them a sealed answer opened. */
  private static final int LEAST_UNGUESSABLE = 22;

  private static final Duration SEALED = Duration.ofMinutes(10);

  private final KeyService keys;
  private final KeyJson json;
  private final Seal seal;
  private final InstantSource clock;

  public Retries(KeyService keys, KeyJson json, Seal seal, InstantSource clock) {
    this.keys = keys;
    this.json = json;
    this.seal = seal;
    this.clock = clock;
  }

  /**
   * Answers a call, once.
   *
   * @param operation what is asked for, the path's parameters included
   * @param shown the answer for what was made
   * @param work makes it; is given null where the client sent no Idempotency-Key
   */
  public Future<Answer> answer(
      Call call,
      String operation,
      Function<Created, Answer> shown,
      Function<@Nullable Once, Future<Created>> work) {
    String key = call.idempotencyKey();
    if (key == null) {
      return work.apply(null).map(shown);
    }
    Once once =
        new Once(
            digest(call.caller().tenant() + "\n" + call.caller().principal().actor().id(), key),
            digest(operation, Json.sorted(call.body())),
            key.length() < LEAST_UNGUESSABLE
                ? made -> null
                : made -> seal.close(key, written(shown.apply(made))));
    return keys.retried(call.caller().tenant(), once.name())
        .compose(
            known ->
                known.isPresent()
                    ? replay(call, key, once, known.get())
                    : first(call, key, once, work.apply(once).map(shown)));
  }

  /** Between our look and the change somebody else may have been served. */
  private Future<Answer> first(Call call, String key, Once once, Future<Answer> answer) {
    return answer.recover(
        failure ->
            failure instanceof LedgerException refusal
                    && refusal.reason() == LedgerException.Reason.RETRY_KNOWN
                ? keys.retried(call.caller().tenant(), once.name())
                    .compose(known -> replay(call, key, once, known.orElseThrow()))
                : Future.failedFuture(failure));
  }

  private Future<Answer> replay(Call call, String key, Once once, Retry.Known known) {
    if (!known.fingerprint().equals(once.fingerprint())) {
      throw Problem.of(ProblemCode.IDEMPOTENCY_MISMATCH);
    }
    boolean fresh = clock.instant().isBefore(known.at().plus(SEALED));
    Optional<byte[]> opened =
        fresh && known.sealed() != null ? seal.open(key, known.sealed()) : Optional.empty();
    Future<Answer> answer =
        opened.isPresent()
            ? Future.succeededFuture(read(opened.get()))
            : keys.read(call.caller().tenant(), known.key())
                .map(
                    present -> {
                      ObjectNode body = Json.object();
                      body.set("key", json.write(present));
                      return Answer.ok(body.put("secretDelivered", true)).tagged(present);
                    });
    return answer.map(again -> again.with("Idempotent-Replayed", "true"));
  }

  private static byte[] written(Answer answer) {
    ObjectNode json = Json.object().put("status", answer.status());
    json.set("headers", Json.tree(answer.headers()));
    json.set("body", answer.body());
    return Json.bytes(json);
  }

  private static Answer read(byte[] written) {
    try {
      JsonNode json = StrictJson.parse(written);
      Map<String, String> headers = new TreeMap<>();
      json.path("headers")
          .properties()
          .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
      return new Answer(json.path("status").asInt(), headers, json.path("body"));
    } catch (MalformedJsonException weWroteIt) {
      throw new IllegalStateException(weWroteIt);
    }
  }

  /** Of two texts, so that no pair of others has the same. */
  private static String digest(String first, String second) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update((first.length() + "\n" + first + second).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
