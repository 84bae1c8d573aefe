// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.routes;

import static dev.latchkey.admin.access.Permission.WEBHOOKS_READ;
import static dev.latchkey.admin.access.Permission.WEBHOOKS_WRITE;
import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;

import dev.latchkey.admin.http.Answer;
import dev.latchkey.admin.http.Call;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.http.Operation.BodyKind;
import dev.latchkey.admin.json.Members;
import dev.latchkey.admin.paging.ListJson;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.admin.webhooks.Destinations;
import dev.latchkey.admin.webhooks.ForbiddenDestinationException;
import dev.latchkey.admin.webhooks.WebhookJson;
import dev.latchkey.admin.webhooks.WebhookSecrets;
import dev.latchkey.keys.Webhook;
import dev.latchkey.keys.WebhookLedger;
import dev.latchkey.keys.WebhookLedger.Delivery;
import io.vertx.core.Future;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Everything about webhooks. */
public final class WebhookRoutes {
  private static final String HOOKS = "/admin/v1/webhooks";
  private static final String HOOK = HOOKS + "/{id}";
  private static final String DELIVERIES = HOOK + "/deliveries";
  private static final int MOST_DELIVERIES = 200;

  private final WebhookLedger ledger;
  private final WebhookSecrets secrets;
  private final Destinations destinations;
  private final Runnable sendSoon;
  private final InstantSource clock;

  /**
   * @param sendSoon called when something was queued for which somebody waits
   */
  public WebhookRoutes(
      WebhookLedger ledger,
      WebhookSecrets secrets,
      Destinations destinations,
      Runnable sendSoon,
      InstantSource clock) {
    this.ledger = ledger;
    this.secrets = secrets;
    this.destinations = destinations;
    this.sendSoon = sendSoon;
    this.clock = clock;
  }

  /** The table. */
  public List<Operation> operations() {
    BodyKind none = BodyKind.NONE;
    BodyKind create = BodyKind.required("WebhookCreate");
    BodyKind patch = BodyKind.patch("WebhookPatch");
    return List.of(
        Operation.of(POST, HOOKS, "createWebhook", WEBHOOKS_WRITE, create, this::create),
        Operation.of(GET, HOOKS, "listWebhooks", WEBHOOKS_READ, none, this::list),
        Operation.of(GET, HOOK, "getWebhook", WEBHOOKS_READ, none, this::read),
        Operation.of(PATCH, HOOK, "updateWebhook", WEBHOOKS_WRITE, patch, this::patch),
        Operation.of(DELETE, HOOK, "deleteWebhook", WEBHOOKS_WRITE, none, this::delete),
        Operation.of(POST, HOOK + "/test", "testWebhook", WEBHOOKS_WRITE, none, this::test),
        Operation.of(GET, DELIVERIES, "listDeliveries", WEBHOOKS_READ, none, this::deliveries),
        Operation.of(
            POST,
            DELIVERIES + "/{deliveryId}/redeliver",
            "redeliver",
            WEBHOOKS_WRITE,
            none,
            this::redeliver));
  }

  private Future<Answer> create(Call call) {
    Members body = call.soundBody();
    String url = Objects.requireNonNull(body.text("url"));
    List<String> events = Objects.requireNonNullElse(body.texts("events"), List.<String>of());
    boolean enabled = !body.has("enabled") || body.flag("enabled");
    Webhook webhook =
        new Webhook(
            UUID.randomUUID(),
            call.caller().tenant(),
            url,
            events,
            enabled,
            clock.instant(),
            call.caller().principal().actor().id());
    return allowed(url)
        .compose(fine -> ledger.create(call.caller().attribution(null), webhook))
        .map(
            made ->
                new Answer(201, Map.of(), WebhookJson.withSecret(made, secrets))
                    .with("Location", HOOKS + "/" + made.id()));
  }

  private Future<Answer> list(Call call) {
    return ledger
        .list(call.caller().tenant())
        .map(all -> Answer.ok(ListJson.whole(all, WebhookJson::write)));
  }

  private Future<Answer> read(Call call) {
    return ledger
        .read(call.caller().tenant(), id(call, "id"))
        .map(webhook -> Answer.ok(WebhookJson.write(webhook)));
  }

  private Future<Answer> patch(Call call) {
    Members body = call.soundBody();
    return ledger
        .read(call.caller().tenant(), id(call, "id"))
        .compose(
            before -> {
              Webhook after = patched(before, body);
              return allowed(after.url())
                  .compose(fine -> ledger.update(call.caller().attribution(null), after));
            })
        .map(webhook -> Answer.ok(WebhookJson.write(webhook)));
  }

  private static Webhook patched(Webhook before, Members body) {
    String url = body.text("url");
    List<String> events = body.texts("events");
    return new Webhook(
        before.id(),
        before.tenant(),
        url == null ? before.url() : url,
        body.has("events") ? events == null ? List.of() : events : before.events(),
        body.has("enabled") ? body.flag("enabled") : before.enabled(),
        before.createdAt(),
        before.createdBy());
  }

  private Future<Answer> delete(Call call) {
    return ledger
        .delete(call.caller().attribution(null), id(call, "id"))
        .map(gone -> new Answer(204, Map.of(), null));
  }

  private Future<Answer> test(Call call) {
    return ledger.test(call.caller().attribution(null), id(call, "id")).map(this::queued);
  }

  private Future<Answer> deliveries(Call call) {
    return ledger
        .deliveries(call.caller().tenant(), id(call, "id"), MOST_DELIVERIES)
        .map(all -> Answer.ok(ListJson.whole(all, WebhookJson::write)));
  }

  private Future<Answer> redeliver(Call call) {
    return ledger
        .redeliver(call.caller().attribution(null), id(call, "id"), id(call, "deliveryId"))
        .map(this::queued);
  }

  private Answer queued(Delivery delivery) {
    sendSoon.run();
    return new Answer(202, Map.of(), WebhookJson.write(delivery));
  }

  /** A name that leads nowhere yet is no fault; one that leads inside is. */
  private Future<Void> allowed(String url) {
    URI uri = Destinations.parse(url);
    if (uri == null) {
      return Future.failedFuture(faulty(FaultCode.INVALID_ADDRESS));
    }
    return destinations
        .resolve(uri)
        .transform(
            done ->
                done.cause() instanceof ForbiddenDestinationException
                    ? Future.failedFuture(faulty(FaultCode.PRIVATE_ADDRESS))
                    : Future.succeededFuture());
  }

  private static Problem faulty(FaultCode code) {
    return Problem.of(ProblemCode.VALIDATION_FAILED, "/url", code);
  }

  private static UUID id(Call call, String name) {
    try {
      return UUID.fromString(call.path().getOrDefault(name, ""));
    } catch (IllegalArgumentException notAnId) {
      throw Problem.of(ProblemCode.NOT_FOUND);
    }
  }
}
