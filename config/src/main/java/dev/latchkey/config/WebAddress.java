// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Addresses that something is fetched from. In the clear it could be replaced on its way. */
final class WebAddress {
  private WebAddress() {}

  /** An https address, or an http one on this machine; null after reporting any other. */
  static @Nullable String read(@Nullable Value value) {
    Text text = value == null ? null : value.resolved();
    if (value == null || text == null) {
      return null;
    }
    if (isSafe(text.value())) {
      return text.value();
    }
    value.problem(
        value.label() + " is not a safe address", "https://host/path; http only on this machine");
    return null;
  }

  private static boolean isSafe(String text) {
    try {
      URI url = new URI(text);
      String host = url.getHost();
      boolean local =
          host != null && new ListenAddress(host.replaceAll("[\\[\\]]", ""), 0).isLoopback();
      boolean safe = "https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && local);
      return safe && host != null && url.getRawUserInfo() == null && url.getRawFragment() == null;
    } catch (URISyntaxException noAddress) {
      return false;
    }
  }
}
