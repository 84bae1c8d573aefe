// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.seeds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A running Latchkey with the sample of all four products, as its clients see it. */
final class Instance {
  static final String KEYS = "/admin/v1/keys";
  static final String FLAT = "/api/v1.0/integration/api-keys";
  static final String NESTED = "/api/settings/api-keys";

  private static final ObjectMapper json = new ObjectMapper();

  /** Tells this run's keys from those of the runs before it. */
  final String run = UUID.randomUUID().toString().substring(0, 8);

  final String tenant = "seeds-" + run;
  private final String gateway;
  private final String admin;
  private final String secret;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * @param gateway base URL of the data plane
   * @param admin base URL of the control plane
   * @param secret that the sample's issuer signs with
   */
  Instance(String gateway, String admin, String secret) {
    this.gateway = gateway;
    this.admin = admin;
    this.secret = secret;
  }

  /** An answer. */
  record Reply(int status, String text, HttpResponse<String> response) {
    JsonNode json() {
      try {
        return json.readTree(text);
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + text, e);
      }
    }

    String at(String pointer) {
      return json().at(pointer).asText();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  /** A key and its secret. */
  record Made(String id, String secret) {}

  String name(String words) {
    return words + " " + run;
  }

  String owner() {
    return token(tenant, "roles", "owner");
  }

  String role(String role) {
    return token(tenant, "roles", role);
  }

  String permissions(String... words) {
    return token(tenant, "permissions", words);
  }

  /** A token of the sample's issuer, valid for ten minutes. */
  String token(String whose, String claim, String... words) {
    return token(whose, claim, Instant.now().plusSeconds(600), words);
  }

  String token(String whose, String claim, Instant end, String... words) {
    String list = List.of(words).stream().map(w -> '"' + w + '"').collect(Collectors.joining(","));
    String body =
        base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")
            + "."
            + base64(
                ("{\"iss\":\"https://id.example.test\",\"aud\":\"latchkey\",\"sub\":\"lan\","
                        + "\"tenant\":\"%s\",\"%s\":[%s],\"exp\":%d}")
                    .formatted(whose, claim, list, end.getEpochSecond()));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] signature = mac.doFinal(body.getBytes(StandardCharsets.US_ASCII));
      return body + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new AssertionError(everyJavaHasIt);
    }
  }

  Reply get(String path) {
    return admin("GET", path, owner(), null);
  }

  Reply post(String path, String body) {
    return admin("POST", path, owner(), body);
  }

  /** A call of the control plane; headers are names and values in turn. */
  Reply admin(
      String method,
      String path,
      @Nullable String token,
      @Nullable String body,
      String... headers) {
    HttpRequest.Builder request = request(method, admin + path, body);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body != null && List.of(headers).stream().noneMatch("Content-Type"::equals)) {
      request.header("Content-Type", "application/json");
    }
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  /** A call through the gateway; headers are names and values in turn. */
  Reply call(String method, String path, String... headers) {
    HttpRequest.Builder request =
        request(method, gateway + path, method.equals("GET") ? null : "{}");
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  /** Makes a key by the native API. */
  Made create(String members) {
    Reply reply = post(KEYS, "{" + members + "}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return new Made(reply.at("/key/id"), reply.at("/secret"));
  }

  /** A key of a product with these scopes, separated by commas. */
  Made key(String profile, String name, String scopes) {
    String list = "\"" + scopes.replace(",", "\",\"") + "\"";
    return create(
        "\"profile\":\"%s\",\"name\":\"%s\",\"scopes\":[%s]".formatted(profile, name(name), list));
  }

  JsonNode read(String id) {
    return get(KEYS + "/" + id).json();
  }

  /** How long until the gateway answers so; fails after that time. */
  Duration until(int status, Duration limit, String path, String header, String key) {
    long begin = System.nanoTime();
    int seen = call("GET", path, header, key).status();
    while (seen != status && System.nanoTime() - begin < limit.toNanos()) {
      seen = call("GET", path, header, key).status();
    }
    assertThat(seen).as(path).isEqualTo(status);
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private static HttpRequest.Builder request(String method, String url, @Nullable String body) {
    return HttpRequest.newBuilder(URI.create(url))
        .timeout(Duration.ofSeconds(20))
        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
  }

  private Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new AssertionError("no answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
