// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.http.Answer;
import dev.latchkey.admin.http.Call;
import dev.latchkey.admin.keys.CreateRequest;
import dev.latchkey.admin.keys.Created;
import dev.latchkey.admin.keys.KeyService;
import dev.latchkey.admin.keys.RotateRequest;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.admin.retry.Retries;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.KeyQuery;
import dev.latchkey.keys.KeyQuery.Position;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The keys of one profile: the mount decides it, and keys of others are not found there. */
final class ProfileKeys {
  /** These lists have no pages, so they end somewhere. */
  private static final int MOST = 1_000;

  private static final int PAGE = 200;

  private final String profile;
  private final KeyService keys;
  private final Retries retries;

  ProfileKeys(String profile, KeyService keys, Retries retries) {
    this.profile = profile;
    this.keys = keys;
    this.retries = retries;
  }

  /**
   * Makes a key.
   *
   * @param body the native form of what was sent
   * @param shown the answer in the dialect's form
   */
  Future<Answer> create(Call call, ObjectNode body, Function<Created, Answer> shown) {
    body.put("profile", profile);
    CreateRequest request = CreateRequest.read(body, call.faults());
    return retries.answer(
        call,
        "create in " + profile,
        shown,
        once -> keys.create(call.caller(), request, call.faults(), once));
  }

  /** All keys but revoked ones, newest first, at most 1,000. */
  Future<List<ApiKey>> list(Call call) {
    return page(call.caller().tenant(), null, new ArrayList<>());
  }

  Future<Answer> regenerate(Call call, Function<Created, Answer> shown) {
    return find(call)
        .compose(
            key ->
                retries.answer(
                    call,
                    "regenerate " + key.id(),
                    shown,
                    once ->
                        keys.rotate(
                            call.caller(),
                            key.id(),
                            call.ifVersion(),
                            RotateRequest.NOW,
                            call.faults(),
                            once)));
  }

  Future<ApiKey> revoke(Call call) {
    return find(call)
        .compose(key -> keys.revoke(call.caller(), key.id(), call.ifVersion(), null, null));
  }

  private Future<ApiKey> find(Call call) {
    return keys.read(call.caller().tenant(), call.keyId())
        .map(
            key -> {
              if (!key.profile().equals(profile)) {
                throw Problem.of(ProblemCode.NOT_FOUND);
              }
              return key;
            });
  }

  private Future<List<ApiKey>> page(
      Tenant tenant, @Nullable Position after, List<ApiKey> collected) {
    return keys.list(tenant, query(after))
        .compose(
            page -> {
              collected.addAll(page.rows());
              if (!page.hasMore() || page.rows().isEmpty() || collected.size() >= MOST) {
                return Future.succeededFuture(collected);
              }
              ApiKey last = page.rows().get(page.rows().size() - 1);
              return page(
                  tenant, new Position(last.created().at().toString(), last.id()), collected);
            });
  }

  private KeyQuery query(@Nullable Position after) {
    return new KeyQuery(
        Set.of(),
        profile,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        KeyQuery.Sort.CREATED_AT,
        true,
        after,
        PAGE);
  }
}
