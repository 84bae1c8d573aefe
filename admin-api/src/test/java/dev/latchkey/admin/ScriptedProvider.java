// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import dev.latchkey.admin.json.Json;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * A small provider of OpenID Connect on loopback: signs everybody in, and checks what it is sent.
 */
final class ScriptedProvider implements AutoCloseable {
  static final String CLIENT = "latchkey";
  static final String SECRET = "provider secret %&+";

  private final Vertx vertx = Vertx.vertx();
  private final KeyPair pair = Jwts.SIG.RS256.keyPair().build();
  private final Map<String, Map<String, String>> codes = new HashMap<>();
  private final HttpServer server;
  private final Instant now;
  private volatile UnaryOperator<JwtBuilder> change = token -> token;
  private volatile KeyPair signer = pair;
  private volatile boolean broken;

  ScriptedProvider(Instant now) {
    this.now = now;
    this.server =
        RunningAdmin.get(
            vertx.createHttpServer().requestHandler(this::handle).listen(0, "127.0.0.1"));
  }

  String issuer() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** From now on ID tokens are like this. */
  void says(UnaryOperator<JwtBuilder> next) {
    change = next;
  }

  /** From now on somebody else signs. */
  void isImpersonated() {
    signer = Jwts.SIG.RS256.keyPair().build();
  }

  /** From now on every answer is an error of its own. */
  void breaks() {
    broken = true;
  }

  private void handle(HttpServerRequest request) {
    if (broken) {
      request.response().setStatusCode(500).end();
      return;
    }
    switch (request.path()) {
      case "/.well-known/openid-configuration" -> json(request, metadata());
      case "/jwks" -> json(request, keys());
      case "/authorize" -> authorize(request);
      case "/token" -> request.bodyHandler(body -> token(request, body));
      default -> request.response().setStatusCode(404).end();
    }
  }

  private void authorize(HttpServerRequest request) {
    Map<String, String> asked = new HashMap<>();
    request.params().forEach(asked::put);
    String code = UUID.randomUUID().toString();
    codes.put(code, asked);
    request
        .response()
        .setStatusCode(302)
        .putHeader(
            "Location",
            asked.get("redirect_uri")
                + "?code="
                + code
                + "&state="
                + asked.get("state")
                + "&session_state=whatever&iss="
                + issuer())
        .end();
  }

  private void token(HttpServerRequest request, Buffer body) {
    Map<String, String> form = form(body.toString());
    Map<String, String> asked = codes.remove(form.get("code"));
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString(
                    (CLIENT + ":provider+secret+%25%26%2B").getBytes(StandardCharsets.UTF_8));
    boolean fits =
        asked != null
            && basic.equals(request.getHeader("Authorization"))
            && "authorization_code".equals(form.get("grant_type"))
            && Objects.equals(asked.get("redirect_uri"), form.get("redirect_uri"))
            && "S256".equals(asked.get("code_challenge_method"))
            && challenge(form.getOrDefault("code_verifier", ""))
                .equals(asked.get("code_challenge"));
    if (asked == null || !fits) {
      request.response().setStatusCode(400).end("{\"error\":\"invalid_grant\"}");
      return;
    }
    JwtBuilder token =
        Jwts.builder()
            .header()
            .keyId("k1")
            .and()
            .issuer(issuer())
            .claim("aud", CLIENT)
            .subject("u-7")
            .claim("name", "Mai Trần")
            .claim("typ", "ID")
            .claim("tenant", "acme")
            .claim("roles", List.of("developer"))
            .claim("nonce", asked.get("nonce"))
            .issuedAt(Date.from(now))
            .expiration(Date.from(now.plusSeconds(300)));
    String signed = change.apply(token).signWith(signer.getPrivate(), Jwts.SIG.RS256).compact();
    json(request, "{\"token_type\":\"Bearer\",\"id_token\":\"" + signed + "\"}");
  }

  private String metadata() {
    return new String(
        Json.bytes(
            Json.object()
                .put("issuer", issuer())
                .put("authorization_endpoint", issuer() + "/authorize")
                .put("token_endpoint", issuer() + "/token")
                .put("jwks_uri", issuer() + "/jwks")),
        StandardCharsets.UTF_8);
  }

  private String keys() {
    return "{\"keys\":[" + Jwks.json(Jwks.builder().key(pair.getPublic()).id("k1").build()) + "]}";
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new HashMap<>();
    new QueryStringDecoder(body, false)
        .parameters()
        .forEach((name, values) -> form.put(name, values.get(0)));
    return form;
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static void json(HttpServerRequest request, String body) {
    request.response().putHeader("Content-Type", "application/json").end(body);
  }

  @Override
  public void close() {
    RunningAdmin.get(vertx.close());
  }
}
