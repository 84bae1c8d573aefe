// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.login;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.admin.access.RemoteKeys.Entry;
import dev.latchkey.admin.fetch.FetchException;
import dev.latchkey.admin.json.MalformedJsonException;
import dev.latchkey.admin.json.StrictJson;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;

/**
 * What a provider says about itself (OpenID Connect Discovery 1.0, section 3).
 *
 * @param authorization where browsers are sent
 * @param token where codes are redeemed
 * @param keys its JWK Set
 */
record Provider(URI authorization, URI token, URI keys) {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Reads the document that must speak of this issuer, byte for byte. */
  static List<Entry<Provider>> read(byte[] document, String issuer) throws FetchException {
    JsonNode json;
    try {
      json = StrictJson.parse(document);
    } catch (MalformedJsonException noJson) {
      throw new FetchException("no JSON");
    }
    if (!json.path("issuer").asText("").equals(issuer)) {
      throw new FetchException("the document is another issuer's");
    }
    return List.of(
        new Entry<>(
            null,
            new Provider(
                address(json, "authorization_endpoint"),
                address(json, "token_endpoint"),
                address(json, "jwks_uri"))));
  }

  private static URI address(JsonNode json, String member) throws FetchException {
    try {
      URI address = new URI(json.path(member).asText(""));
      String host = address.getHost();
      boolean safe =
          host != null
              && ("https".equals(address.getScheme())
                  || ("http".equals(address.getScheme()) && THIS_MACHINE.contains(host)));
      if (safe && address.getRawFragment() == null && address.getRawUserInfo() == null) {
        return address;
      }
    } catch (URISyntaxException noAddress) {
      // refused below, like any other
    }
    throw new FetchException("no safe address in " + member);
  }
}
