// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.admin.access.RemoteKeys.Entry;
import dev.latchkey.admin.fetch.FetchException;
import dev.latchkey.admin.json.MalformedJsonException;
import dev.latchkey.admin.json.StrictJson;
import dev.latchkey.config.AdminConfig.Algorithm;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.PublicJwk;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a JWK Set (RFC 7517, section 5) for one algorithm. Keys of another kind, for another use,
 * private ones and weak ones are left out; a document that is no key set is refused whole.
 */
final class JsonWebKeys {
  private static final int MOST_KEYS = 100;
  private static final int MAX_KEY_ID = 256;

  private final Algorithm algorithm;
  private final InstantSource clock;

  JsonWebKeys(Algorithm algorithm, InstantSource clock) {
    this.algorithm = algorithm;
    this.clock = clock;
  }

  List<Entry<SignatureCheck>> read(byte[] document) throws FetchException {
    JsonNode keys = parsed(document).path("keys");
    if (!keys.isArray()) {
      throw new FetchException("no JWK Set");
    }
    if (keys.size() > MOST_KEYS) {
      throw new FetchException("a JWK Set of more than " + MOST_KEYS + " keys");
    }
    List<Entry<SignatureCheck>> usable = new ArrayList<>();
    for (JsonNode key : keys) {
      key(key)
          .ifPresent(
              found ->
                  usable.add(
                      new Entry<>(
                          key.path("kid").isTextual() ? key.path("kid").textValue() : null,
                          SignatureCheck.of(found, algorithm, clock))));
    }
    return usable;
  }

  private static JsonNode parsed(byte[] document) throws FetchException {
    try {
      return StrictJson.parse(document);
    } catch (MalformedJsonException noJson) {
      throw new FetchException("no JSON");
    }
  }

  private Optional<PublicKey> key(JsonNode jwk) {
    if (!isForUs(jwk)) {
      return Optional.empty();
    }
    try {
      if (Jwks.parser().build().parse(jwk.toString()) instanceof PublicJwk<?> readable) {
        PublicKey key = readable.toKey();
        PublicKeys.requireStrong(key);
        return Optional.of(key);
      }
      return Optional.empty();
    } catch (JwtException | IllegalArgumentException unusable) {
      return Optional.empty();
    }
  }

  private boolean isForUs(JsonNode jwk) {
    return jwk.path("kty").asText().equals(kind())
        && (algorithm != Algorithm.ES256 || jwk.path("crv").asText().equals("P-256"))
        && (algorithm != Algorithm.EdDSA || jwk.path("crv").asText().equals("Ed25519"))
        && (!jwk.has("use") || jwk.path("use").asText().equals("sig"))
        && (!jwk.has("key_ops") || names(jwk.path("key_ops"), "verify"))
        && (!jwk.has("alg") || jwk.path("alg").asText().equals(algorithm.name()))
        && !jwk.has("d")
        && jwk.path("kid").asText("").length() <= MAX_KEY_ID;
  }

  private static boolean names(JsonNode words, String word) {
    for (JsonNode entry : words) {
      if (entry.asText().equals(word)) {
        return true;
      }
    }
    return false;
  }

  private String kind() {
    return switch (algorithm) {
      case RS256 -> "RSA";
      case ES256 -> "EC";
      case EdDSA -> "OKP";
      case HS256 -> throw new IllegalStateException("a shared secret is never published");
    };
  }
}
