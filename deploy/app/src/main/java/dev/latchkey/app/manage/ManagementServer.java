// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.manage;

import dev.latchkey.config.ListenAddress;
import dev.latchkey.listener.Bounds;
import dev.latchkey.listener.ConnectionWatch;
import dev.latchkey.listener.Listeners;
import dev.latchkey.listener.MalformedRequestException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/** {@code /livez}, {@code /readyz} and {@code /metrics}. One event loop. */
public final class ManagementServer {
  private static final Set<String> PATHS = Set.of("/livez", "/readyz", "/metrics");
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Vertx vertx;
  private final LoopWatch loops;
  private final Readiness readiness;
  private final PrometheusMeterRegistry registry;

  public ManagementServer(
      Vertx vertx, LoopWatch loops, Readiness readiness, PrometheusMeterRegistry registry) {
    this.vertx = vertx;
    this.loops = loops;
    this.readiness = readiness;
    this.registry = registry;
  }

  /** Binds; the server is the caller's to close. */
  public Future<HttpServer> listen(ListenAddress address) {
    return Listeners.create(vertx, address, List.of(), null, Bounds.CALLS, ConnectionWatch.ofFew())
        .requestHandler(this::handle)
        .invalidRequestHandler(ManagementServer::refuseMalformed)
        .listen();
  }

  private static void refuseMalformed(HttpServerRequest request) {
    int status = MalformedRequestException.kindOf(request.decoderResult().cause()).status();
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    problem(request, status, "Bad request", "The request is not HTTP as this listener takes it.");
    request.connection().close();
  }

  private void handle(HttpServerRequest request) {
    String path = request.path();
    if (path == null || !PATHS.contains(path)) {
      problem(request, 404, "Not found", "There are /livez, /readyz and /metrics.");
    } else if (!request.method().equals(HttpMethod.GET) && !isHead(request)) {
      request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
      problem(request, 405, "Method not allowed", "Use GET or HEAD.");
    } else if (path.equals("/livez")) {
      live(request);
    } else if (path.equals("/readyz")) {
      ready(request);
    } else {
      metrics(request);
    }
  }

  private void live(HttpServerRequest request) {
    List<String> stuck = loops.stuck();
    JsonObject body = new JsonObject().put("status", stuck.isEmpty() ? "alive" : "stuck");
    body.put("reasons", new JsonArray(stuck));
    json(request, stuck.isEmpty() ? 200 : 503, body, "application/json");
  }

  private void ready(HttpServerRequest request) {
    List<Readiness.Reason> reasons = readiness.reasons();
    JsonArray told = new JsonArray();
    reasons.forEach(
        reason ->
            told.add(new JsonObject().put("check", reason.check()).put("detail", reason.detail())));
    JsonObject body = new JsonObject().put("status", reasons.isEmpty() ? "ready" : "not ready");
    json(request, reasons.isEmpty() ? 200 : 503, body.put("reasons", told), "application/json");
  }

  /** Off the event loop: collecting takes milliseconds, which calls would feel. */
  private void metrics(HttpServerRequest request) {
    vertx
        .executeBlocking(registry::scrape, false)
        .onComplete(
            text -> text(request, text),
            defect -> problem(request, 500, "Internal error", "The metrics cannot be collected."));
  }

  private static void text(HttpServerRequest request, String text) {
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, METRICS_TYPE)
        .end(isHead(request) ? "" : text);
  }

  /** Monitors ask so: the status is all that they want. */
  private static boolean isHead(HttpServerRequest request) {
    return request.method().equals(HttpMethod.HEAD);
  }

  private static void problem(HttpServerRequest request, int status, String title, String detail) {
    json(
        request,
        status,
        new JsonObject()
            .put("type", "about:blank")
            .put("title", title)
            .put("status", status)
            .put("detail", detail),
        "application/problem+json");
  }

  private static void json(HttpServerRequest request, int status, JsonObject body, String type) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(isHead(request) ? "" : body.encode());
  }
}
