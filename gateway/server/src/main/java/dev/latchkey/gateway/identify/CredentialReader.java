// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.identify;

import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import io.vertx.core.MultiMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds exactly one credential, or says what is wrong. */
public final class CredentialReader {
  private CredentialReader() {}

  /**
   * Reads the route's places. An empty field counts as absent; two fields that are not empty are
   * ambiguous even when equal, and even when the second is where only another route takes a key: no
   * two servers agree on which one counts.
   *
   * @throws Refusal KEY_MISSING or CREDENTIAL_AMBIGUOUS
   */
  public static PresentedKey read(Route route, MultiMap headers) {
    String found = only(route.credentials(), headers, null);
    if (found == null) {
      throw Refusal.because(Reason.KEY_MISSING);
    }
    only(route.otherPlaces(), headers, found);
    return new PresentedKey(found.strip());
  }

  /** The one value in these places that is not empty, beside the one that was found before. */
  private static @Nullable String only(
      List<String> places, MultiMap headers, @Nullable String before) {
    String found = before;
    for (int i = 0; i < places.size(); i++) {
      if (!headers.contains(places.get(i))) {
        continue;
      }
      for (String value : headers.getAll(places.get(i))) {
        if (found != null && !value.isBlank()) {
          throw Refusal.because(Reason.CREDENTIAL_AMBIGUOUS);
        }
        found = value.isBlank() ? found : value;
      }
    }
    return found;
  }
}
