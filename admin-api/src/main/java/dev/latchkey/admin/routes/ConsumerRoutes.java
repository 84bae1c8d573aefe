// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.routes;

import static dev.latchkey.admin.access.Permission.CONSUMERS_READ;
import static dev.latchkey.admin.access.Permission.CONSUMERS_WRITE;

import dev.latchkey.admin.consumers.ConsumerJson;
import dev.latchkey.admin.consumers.ConsumerLists;
import dev.latchkey.admin.consumers.ConsumerService;
import dev.latchkey.admin.http.Answer;
import dev.latchkey.admin.http.Call;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.http.Operation.BodyKind;
import dev.latchkey.admin.paging.ListJson;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.keys.ConsumerRecord;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Who keys were given to. */
public final class ConsumerRoutes {
  private static final String CONSUMERS = "/admin/v1/consumers";
  private static final String CONSUMER = CONSUMERS + "/{id}";

  private final ConsumerService consumers;
  private final ConsumerLists lists;
  private final ConsumerJson json;

  public ConsumerRoutes(ConsumerService consumers, ConsumerLists lists, ConsumerJson json) {
    this.consumers = consumers;
    this.lists = lists;
    this.json = json;
  }

  /** The table. */
  public List<Operation> operations() {
    return List.of(
        Operation.of(
            HttpMethod.POST,
            CONSUMERS,
            "createConsumer",
            CONSUMERS_WRITE,
            BodyKind.required("ConsumerCreate"),
            this::create),
        Operation.of(
            HttpMethod.GET, CONSUMERS, "listConsumers", CONSUMERS_READ, BodyKind.NONE, this::list),
        Operation.of(
            HttpMethod.GET, CONSUMER, "getConsumer", CONSUMERS_READ, BodyKind.NONE, this::read),
        Operation.of(
            HttpMethod.PATCH,
            CONSUMER,
            "updateConsumer",
            CONSUMERS_WRITE,
            BodyKind.patch("ConsumerPatch"),
            this::patch),
        Operation.of(
            HttpMethod.DELETE,
            CONSUMER,
            "removeConsumer",
            CONSUMERS_WRITE,
            BodyKind.NONE,
            this::remove));
  }

  private Future<Answer> create(Call call) {
    return consumers
        .create(call.caller(), call.body(), call.faults())
        .map(
            made ->
                tagged(new Answer(201, Map.of(), json.write(made)), made)
                    .with("Location", CONSUMERS + "/" + made.id()));
  }

  private Future<Answer> list(Call call) {
    Tenant tenant = call.caller().tenant();
    return consumers
        .list(tenant, lists.read(tenant, call.query()))
        .map(
            page ->
                Answer.ok(
                    ListJson.page(
                        page.rows(), json::write, lists.next(tenant, call.query(), page))));
  }

  private Future<Answer> read(Call call) {
    return consumers.read(call.caller().tenant(), id(call)).map(this::shown);
  }

  private Future<Answer> patch(Call call) {
    return consumers
        .patch(call.caller(), id(call), call.ifVersion(), call.body(), call.faults())
        .map(this::shown);
  }

  private Future<Answer> remove(Call call) {
    return consumers
        .remove(call.caller(), id(call), call.ifVersion())
        .map(gone -> new Answer(204, Map.of(), null));
  }

  private Answer shown(ConsumerRecord consumer) {
    return tagged(Answer.ok(json.write(consumer)), consumer);
  }

  private static Answer tagged(Answer answer, ConsumerRecord consumer) {
    return answer.with("ETag", "\"v" + consumer.version() + "\"");
  }

  private static UUID id(Call call) {
    String text = call.path().getOrDefault("id", "");
    try {
      UUID id = UUID.fromString(text);
      if (id.toString().equalsIgnoreCase(text)) {
        return id;
      }
    } catch (IllegalArgumentException notAUuid) {
      // Not found, like a UUID in a shortened form.
    }
    throw Problem.of(ProblemCode.NOT_FOUND);
  }
}
