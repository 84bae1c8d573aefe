// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Spring Cloud Gateway with the same job in one global filter: PORT BACKEND KEYS. */
@SpringBootApplication
public class Gateway {
  private static int backend;
  private static final Map<ByteBuffer, Known> KEYS = new HashMap<>();

  private record Known(String id, Set<String> scopes, AtomicLong used) {}

  public static void main(String[] arguments) throws Exception {
    backend = Integer.parseInt(arguments[1]);
    load(Path.of(arguments[2]));
    SpringApplication.run(Gateway.class, "--server.port=" + arguments[0]);
  }

  private static void load(Path file) throws IOException, NoSuchAlgorithmException {
    for (String line : Files.readAllLines(file)) {
      String[] parts = line.split("\t");
      KEYS.put(digest(parts[0]), new Known(parts[1], Set.of(parts[2].split(" ")), new AtomicLong()));
    }
  }

  private static ByteBuffer digest(String key) throws NoSuchAlgorithmException {
    byte[] bytes = key.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Bean
  RouteLocator routes(RouteLocatorBuilder builder) {
    RouteLocatorBuilder.Builder routes = builder.routes();
    for (int i = 0; i < 20; i++) {
      String scope = String.format("s%02d", i);
      routes =
          routes.route(
              scope, r -> r.path("/api/" + scope + "/**").uri("http://127.0.0.1:" + backend));
    }
    return routes.build();
  }

  @Bean
  GlobalFilter policy() {
    return (exchange, chain) -> {
      ServerHttpRequest request = exchange.getRequest();
      String key = request.getHeaders().getFirst("X-API-Key");
      Known known = key == null ? null : known(key);
      HttpStatus refusal =
          known == null
              ? HttpStatus.UNAUTHORIZED
              : !known.scopes().contains(request.getURI().getPath().substring(5, 8))
                  ? HttpStatus.FORBIDDEN
                  : known.used().incrementAndGet() > 10_000_000_000L
                      ? HttpStatus.TOO_MANY_REQUESTS
                      : null;
      if (refusal != null) {
        exchange.getResponse().setStatusCode(refusal);
        return exchange.getResponse().setComplete();
      }
      return chain.filter(
          exchange
              .mutate()
              .request(
                  request
                      .mutate()
                      .headers(
                          headers -> {
                            headers.remove("X-API-Key");
                            headers.set("X-Key-Id", known.id());
                          })
                      .build())
              .build());
    };
  }

  private static Known known(String key) {
    try {
      return KEYS.get(digest(key));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
