// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.identify;

import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import io.vertx.core.MultiMap;
import java.util.List;

/** Finds exactly one credential, or says what is wrong. */
public final class CredentialReader {
  private CredentialReader() {}

  /**
   * Reads the route's places. An empty field counts as absent; two fields that are not empty are
   * ambiguous even when equal, because no two servers agree on which one counts.
   *
   * @throws Refusal KEY_MISSING or CREDENTIAL_AMBIGUOUS
   */
  public static PresentedKey read(Route route, MultiMap headers) {
    String found = null;
    List<String> places = route.credentials();
    for (int i = 0; i < places.size(); i++) {
      String first = headers.get(places.get(i));
      if (first == null) {
        continue;
      }
      for (String value : headers.getAll(places.get(i))) {
        if (value.isBlank()) {
          continue;
        }
        if (found != null) {
          throw Refusal.because(Reason.CREDENTIAL_AMBIGUOUS);
        }
        found = value;
      }
    }
    if (found == null) {
      throw Refusal.because(Reason.KEY_MISSING);
    }
    return new PresentedKey(found.strip());
  }
}
