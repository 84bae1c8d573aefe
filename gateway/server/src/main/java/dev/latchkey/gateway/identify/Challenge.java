// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.identify;

import io.vertx.core.http.HttpHeaders;
import java.util.List;

/**
 * What a route says in WWW-Authenticate (RFC 9110, section 11.6.1; the errors are those of RFC
 * 6750, section 3.1), ready to send.
 *
 * @param missing to who sent no key
 * @param invalid to who sent one that is not accepted
 * @param insufficientScope to whose key lacks what the route requires
 */
public record Challenge(
    CharSequence missing, CharSequence invalid, CharSequence insufficientScope) {

  /**
   * Those of a route.
   *
   * @param header the first of those in which it takes a key
   * @param required scope ids
   */
  public static Challenge of(String realm, String header, List<String> required) {
    String missing = "ApiKey realm=\"" + realm + "\", header=\"" + header + '"';
    String scope = String.join(" ", required);
    return new Challenge(
        HttpHeaders.createOptimized(missing),
        HttpHeaders.createOptimized(missing + ", error=\"invalid_token\""),
        HttpHeaders.createOptimized(
            missing + ", error=\"insufficient_scope\", scope=\"" + scope + '"'));
  }
}
