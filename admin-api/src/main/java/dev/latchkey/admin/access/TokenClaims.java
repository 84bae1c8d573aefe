// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.config.AdminConfig.Issuer;
import dev.latchkey.keys.Actor;
import dev.latchkey.keys.Tenant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The claims of a token, read for one issuer. Roles and permissions are an array of words, or one
 * text of words separated by spaces; unknown words grant nothing. A claim is found by its whole
 * name first, then by its parts between dots ({@code realm_access.roles}).
 */
record TokenClaims(JsonNode claims) {
  private static final int MAX_TENANT = 100;
  private static final int MAX_NAME = 200;
  private static final Set<String> OTHER_TOKENS = Set.of("ID", "Refresh", "Offline", "Logout");

  /** Whether the token names this issuer and this audience, byte for byte. */
  boolean addressedTo(Issuer issuer) {
    return claims.path("iss").isTextual()
        && claims.path("iss").textValue().equals(issuer.issuer())
        && hasAudience(issuer.audience());
  }

  /** Whether it has an end, which is not reached, and has begun. */
  boolean isCurrentAt(Instant now) {
    long second = now.getEpochSecond();
    JsonNode end = claims.path("exp");
    return isSecond(end)
        && second < end.longValue()
        && begun("nbf", second)
        && begun("iat", second);
  }

  /** Whether it calls itself something else than an access token. */
  boolean isOtherToken() {
    return OTHER_TOKENS.contains(claims.path("typ").asText(""));
  }

  /** Whether it is an ID token that answers a client's own request. */
  boolean answers(String clientId, String nonce) {
    JsonNode party = claims.path("azp");
    boolean ours =
        party.isMissingNode()
            ? !claims.path("aud").isArray() || claims.path("aud").size() == 1
            : party.asText().equals(clientId);
    return ours
        && claims.path("sub").isTextual()
        && claims.path("iat").isIntegralNumber()
        && claims.path("nonce").asText("").equals(nonce);
  }

  /** Empty when the token names no tenant. */
  Optional<Principal> principal(Issuer issuer) {
    JsonNode tenant = find(issuer.claims().tenant());
    String id = tenant.isTextual() ? tenant.textValue() : "";
    if (id.isBlank() || id.length() > MAX_TENANT) {
      return Optional.empty();
    }
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String name : words(find(issuer.claims().roles()))) {
      String mapped = issuer.roles().isEmpty() ? name : issuer.roles().getOrDefault(name, "");
      Role.ofWord(mapped).ifPresent(roles::add);
    }
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    roles.forEach(role -> permissions.addAll(role.permissions()));
    words(find(issuer.claims().permissions()))
        .forEach(word -> permissions.addAll(Permission.ofWord(word)));
    return Optional.of(new Principal(new Tenant(id), actor(issuer), roles, permissions));
  }

  private Actor actor(Issuer issuer) {
    String id = firstText(List.of("sub", "client_id", "azp"), issuer.issuer());
    return new Actor(
        Actor.Type.USER, id, firstText(List.of("name", "preferred_username", "email"), id));
  }

  private String firstText(List<String> names, String otherwise) {
    for (String name : names) {
      JsonNode node = claims.path(name);
      if (node.isTextual() && !node.textValue().isBlank()) {
        String text = node.textValue();
        return text.substring(0, text.offsetByCodePoints(0, shown(text)));
      }
    }
    return otherwise;
  }

  private static int shown(String text) {
    return Math.min(text.codePointCount(0, text.length()), MAX_NAME);
  }

  private boolean hasAudience(String audience) {
    JsonNode node = claims.path("aud");
    if (node.isTextual()) {
      return node.textValue().equals(audience);
    }
    if (!node.isArray()) {
      return false;
    }
    boolean ours = false;
    for (JsonNode entry : node) {
      if (!entry.isTextual()) {
        return false;
      }
      ours |= entry.textValue().equals(audience);
    }
    return ours;
  }

  private boolean begun(String claim, long second) {
    JsonNode start = claims.path(claim);
    return start.isMissingNode()
        || (isSecond(start) && start.longValue() - SignatureCheck.LEEWAY_SECONDS <= second);
  }

  private static boolean isSecond(JsonNode node) {
    return node.isIntegralNumber()
        && node.canConvertToLong()
        && node.longValue() >= 0
        && node.longValue() <= Instant.MAX.getEpochSecond();
  }

  private JsonNode find(String name) {
    JsonNode node = claims.path(name);
    if (!node.isMissingNode() || name.indexOf('.') < 0) {
      return node;
    }
    node = claims;
    for (String part : name.split("\\.", -1)) {
      node = node.path(part);
    }
    return node;
  }

  private static List<String> words(JsonNode node) {
    if (node.isTextual()) {
      return List.of(node.textValue().split(" ", -1));
    }
    List<String> words = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(entry -> words.add(entry.isTextual() ? entry.textValue() : ""));
    }
    return words;
  }
}
