// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.http;

import dev.latchkey.admin.access.Budget;
import dev.latchkey.admin.openapi.ApiDocument;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.listener.MalformedRequestException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/** The table of operations as a router. An instance belongs to one event loop. */
public final class ApiRouter {
  private static final int MOST_AT_ONCE = 256;

  private final Vertx vertx;
  private final Gate gate;
  private final AnswerWriter writer;
  private final SecureRandom random;
  private final AtomicInteger running = new AtomicInteger();
  private final Promise<Void> idle = Promise.promise();
  private volatile boolean retired;

  public ApiRouter(
      Vertx vertx,
      Authentication authentication,
      Budget strangers,
      ApiDocument document,
      AnswerWriter writer,
      SecureRandom random) {
    this.vertx = vertx;
    this.gate = new Gate(authentication, strangers, document, new BodyReader(vertx));
    this.writer = writer;
    this.random = random;
  }

  /**
   * A router with exactly these operations. What it does not know is 404, or 405 where the path is
   * known; both without asking who calls, because the table is public. HEAD is answered as GET
   * without the body (RFC 9110, 9.3.2).
   *
   * @throws IllegalArgumentException when two operations have one method and path
   */
  public Router build(List<Operation> operations) {
    Router router = Router.router(vertx);
    router.route().handler(this::requirePlainPath);
    // In this order a literal segment comes before a name in braces, so that it is never taken
    // for a value of that name.
    Map<String, List<Operation>> paths = new TreeMap<>();
    for (Operation operation : operations) {
      paths.computeIfAbsent(operation.path(), first -> new ArrayList<>()).add(operation);
    }
    paths.forEach((path, methods) -> addPath(router, routePath(path), methods));
    router.route().last().handler(context -> refuse(context, Problem.of(ProblemCode.NOT_FOUND)));
    router.route().failureHandler(context -> refuse(context, failure(context)));
    return router;
  }

  private void addPath(Router router, String path, List<Operation> methods) {
    SortedSet<String> allowed = new TreeSet<>();
    for (Operation operation : methods) {
      if (!allowed.add(operation.method().name())) {
        throw new IllegalArgumentException(
            "two operations at " + operation.method() + " " + operation.path());
      }
      router.route(operation.method(), path).handler(context -> serve(context, operation));
      if (HttpMethod.GET.equals(operation.method()) && allowed.add(HttpMethod.HEAD.name())) {
        router.head(path).handler(context -> serve(context, operation));
      }
    }
    router.route(path).handler(context -> refuseMethod(context, allowed));
  }

  /** Answers what is not HTTP as the decoder understands it. */
  public void refuseBroken(HttpServerRequest request) {
    ProblemCode code =
        switch (MalformedRequestException.kindOf(request.decoderResult().cause())) {
          case BAD_REQUEST -> ProblemCode.BAD_REQUEST;
          case REQUEST_TIMEOUT -> ProblemCode.REQUEST_TIMEOUT;
          case EXPECTATION_FAILED -> ProblemCode.EXPECTATION_FAILED;
          case BODY_TOO_LARGE -> ProblemCode.PAYLOAD_TOO_LARGE;
          case URI_TOO_LONG -> ProblemCode.URI_TOO_LONG;
          case HEADER_TOO_LARGE -> ProblemCode.HEADER_TOO_LARGE;
          case VERSION_NOT_SUPPORTED -> ProblemCode.VERSION_NOT_SUPPORTED;
        };
    request.response().putHeader("Connection", "close");
    writer.write(Exchange.of(request, random), Problem.of(code));
    request.connection().close();
  }

  /** Complete once every request under way has its answer; for a router that gets no more. */
  public Future<Void> retire() {
    retired = true;
    tellIdle();
    return idle.future();
  }

  private void tellIdle() {
    if (retired && running.get() == 0) {
      idle.tryComplete();
    }
  }

  private void serve(RoutingContext context, Operation operation) {
    Exchange exchange = Exchange.of(context.request(), random).withMessages(operation.messages());
    if (running.get() >= MOST_AT_ONCE) {
      writer.write(exchange, Problem.of(ProblemCode.UNAVAILABLE));
      return;
    }
    running.incrementAndGet();
    Future<Answer> answer = gate.pass(exchange, operation, pathValues(context, operation));
    answer.onComplete(
        done -> {
          running.decrementAndGet();
          tellIdle();
          if (done.succeeded()) {
            writer.write(exchange, done.result());
          } else {
            writer.write(exchange, done.cause());
          }
        });
  }

  private void refuseMethod(RoutingContext context, SortedSet<String> allowed) {
    context.response().putHeader("Allow", String.join(", ", allowed));
    refuse(context, Problem.of(ProblemCode.METHOD_NOT_ALLOWED));
  }

  /** No path of ours needs an escape or has a dot segment, so there is one reading of each. */
  private void requirePlainPath(RoutingContext context) {
    String path = context.request().path();
    boolean plain =
        path != null
            && path.indexOf('%') < 0
            && path.indexOf('\\') < 0
            && path.indexOf(';') < 0
            && !path.contains("//")
            && !hasDotSegment(path);
    if (plain) {
      context.next();
    } else {
      refuse(context, Problem.of(ProblemCode.NOT_FOUND));
    }
  }

  /** A name may begin with a dot, and is then unknown like any other. */
  private static boolean hasDotSegment(String path) {
    return path.contains("/./")
        || path.contains("/../")
        || path.endsWith("/.")
        || path.endsWith("/..");
  }

  private void refuse(RoutingContext context, Throwable failure) {
    writer.write(Exchange.of(context.request(), random), failure);
  }

  private static Throwable failure(RoutingContext context) {
    Throwable failure = context.failure();
    return context.statusCode() >= 400 && context.statusCode() < 500
        ? Problem.of(ProblemCode.BAD_REQUEST)
        : failure == null ? new IllegalStateException("failed without a cause") : failure;
  }

  private static Map<String, String> pathValues(RoutingContext context, Operation operation) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String segment : operation.path().split("/", -1)) {
      if (segment.startsWith("{")) {
        String name = segment.substring(1, segment.length() - 1);
        values.put(name, String.valueOf(context.pathParam(name)));
      }
    }
    return values;
  }

  private static String routePath(String path) {
    return path.replace('{', ':').replace("}", "");
  }
}
