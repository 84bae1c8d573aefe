// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.identify;

import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds exactly one credential, or says what is wrong. Passes once over all fields: asking for each
 * place by its name would make a list each time.
 */
public final class CredentialReader {
  /** Where a credential stands. */
  private enum Place {
    NONE,
    HERE,
    ELSEWHERE
  }

  private CredentialReader() {}

  /**
   * Reads the route's places. An empty field counts as absent; two fields that are not empty are
   * ambiguous even when equal, and even when the second is where only another route takes a key: no
   * two servers agree on which one counts.
   *
   * @throws Refusal KEY_MISSING or CREDENTIAL_AMBIGUOUS
   */
  public static PresentedKey read(Route route, MultiMap headers) {
    if (!(headers instanceof HttpHeaders decoded)) {
      return read(route, headers.iterator());
    }
    // The same again, but here the iterator is nobody else's, and so need not be made.
    String found = null;
    boolean ambiguous = false;
    Iterator<Map.Entry<CharSequence, CharSequence>> fields = decoded.iteratorCharSequence();
    while (fields.hasNext()) {
      Map.Entry<CharSequence, CharSequence> field = fields.next();
      Place place = place(route, field.getKey(), field.getValue());
      ambiguous |= place == Place.ELSEWHERE || (place == Place.HERE && found != null);
      found = place == Place.HERE ? field.getValue().toString() : found;
    }
    return only(found, ambiguous);
  }

  private static PresentedKey read(Route route, Iterator<Map.Entry<String, String>> fields) {
    String found = null;
    boolean ambiguous = false;
    while (fields.hasNext()) {
      Map.Entry<String, String> field = fields.next();
      Place place = place(route, field.getKey(), field.getValue());
      ambiguous |= place == Place.ELSEWHERE || (place == Place.HERE && found != null);
      found = place == Place.HERE ? field.getValue() : found;
    }
    return only(found, ambiguous);
  }

  private static Place place(Route route, CharSequence name, CharSequence value) {
    boolean here = isOneOf(route.credentials(), name);
    if (!here && !isOneOf(route.otherPlaces(), name)) {
      return Place.NONE;
    }
    return value.toString().isBlank() ? Place.NONE : here ? Place.HERE : Place.ELSEWHERE;
  }

  private static PresentedKey only(@Nullable String found, boolean ambiguous) {
    if (found == null) {
      throw Refusal.because(Reason.KEY_MISSING);
    }
    if (ambiguous) {
      throw Refusal.because(Reason.CREDENTIAL_AMBIGUOUS);
    }
    return new PresentedKey(found.strip());
  }

  private static boolean isOneOf(List<String> places, CharSequence name) {
    for (int i = 0; i < places.size(); i++) {
      if (AsciiString.contentEqualsIgnoreCase(places.get(i), name)) {
        return true;
      }
    }
    return false;
  }
}
