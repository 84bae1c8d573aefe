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
  private final Route route;
  private @Nullable String found;
  private boolean another;
  private boolean elsewhere;

  private CredentialReader(Route route) {
    this.route = route;
  }

  /**
   * Reads the route's places. An empty field counts as absent; two fields that are not empty are
   * ambiguous even when equal, and even when the second is where only another route takes a key: no
   * two servers agree on which one counts.
   *
   * @throws Refusal KEY_MISSING or CREDENTIAL_AMBIGUOUS
   */
  public static PresentedKey read(Route route, MultiMap headers) {
    CredentialReader reader = new CredentialReader(route);
    if (headers instanceof HttpHeaders decoded) {
      Iterator<Map.Entry<CharSequence, CharSequence>> fields = decoded.iteratorCharSequence();
      while (fields.hasNext()) {
        Map.Entry<CharSequence, CharSequence> field = fields.next();
        reader.look(field.getKey(), field.getValue());
      }
    } else {
      headers.forEach((name, value) -> reader.look(name, value));
    }
    return reader.only();
  }

  private void look(CharSequence name, CharSequence value) {
    if (isOneOf(route.credentials(), name)) {
      String text = value.toString();
      if (!text.isBlank()) {
        another |= found != null;
        found = text;
      }
    } else if (isOneOf(route.otherPlaces(), name)) {
      elsewhere |= !value.toString().isBlank();
    }
  }

  private static boolean isOneOf(List<String> places, CharSequence name) {
    for (int i = 0; i < places.size(); i++) {
      if (AsciiString.contentEqualsIgnoreCase(places.get(i), name)) {
        return true;
      }
    }
    return false;
  }

  private PresentedKey only() {
    String key = found;
    if (key == null) {
      throw Refusal.because(Reason.KEY_MISSING);
    }
    if (another || elsewhere) {
      throw Refusal.because(Reason.CREDENTIAL_AMBIGUOUS);
    }
    return new PresentedKey(key.strip());
  }
}
