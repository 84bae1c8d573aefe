// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.webhooks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import dev.latchkey.keys.Webhook;
import dev.latchkey.keys.WebhookLedger.Delivery;
import dev.latchkey.keys.WebhookLedger.State;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Webhooks and deliveries as the API writes them. */
public final class WebhookJson {
  private WebhookJson() {}

  /** A webhook, without its secret. */
  public static ObjectNode write(Webhook webhook) {
    ObjectNode json = Json.object();
    json.put("id", webhook.id().toString());
    json.put("url", webhook.url());
    json.set("events", Json.array(webhook.events()));
    json.put("enabled", webhook.enabled());
    json.put("createdAt", time(webhook.createdAt()));
    json.put("createdBy", webhook.createdBy());
    return json;
  }

  /** A webhook that was just made, with the secret that no other answer has. */
  public static ObjectNode withSecret(Webhook webhook, WebhookSecrets secrets) {
    ObjectNode json = Json.object();
    json.set("webhook", write(webhook));
    json.put("secret", secrets.secret(webhook.id()));
    json.put("secretShownOnce", true);
    return json;
  }

  /** What was or will be sent. */
  public static ObjectNode write(Delivery delivery) {
    ObjectNode json = Json.object();
    Instant ended = delivery.endedAt();
    boolean pending = delivery.state() == State.PENDING;
    json.put("id", delivery.id().toString());
    json.put("type", delivery.type());
    json.put("state", delivery.state().name().toLowerCase(Locale.ROOT));
    json.put("attempts", delivery.attempts());
    json.put("createdAt", time(delivery.createdAt()));
    json.put("nextAttemptAt", pending ? time(delivery.nextAt()) : null);
    json.put("endedAt", ended == null ? null : time(ended));
    json.put("status", delivery.status());
    json.put("error", delivery.error());
    return json;
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
