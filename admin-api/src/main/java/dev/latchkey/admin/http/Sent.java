// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a request carried beside its parameters, for the few endpoints that read it.
 *
 * @param raw the body, byte for byte, where the operation takes it so
 */
public record Sent(MultiMap headers, Buffer raw, @Nullable String address) {
  private static final int NETWORK_64 = 8;

  static Sent of(HttpServerRequest request, Buffer raw) {
    return new Sent(request.headers(), raw, address(request));
  }

  /** A header that is there exactly once; null otherwise. */
  public @Nullable String header(String name) {
    var values = headers.getAll(name);
    return values.size() == 1 ? values.get(0) : null;
  }

  /** A cookie (RFC 6265, section 4.2) that is there exactly once; null otherwise. */
  public @Nullable String cookie(String name) {
    return cookie(headers, name);
  }

  static @Nullable String cookie(MultiMap headers, String name) {
    String found = null;
    for (String header : headers.getAll("Cookie")) {
      for (String pair : header.split(";", -1)) {
        String text = pair.strip();
        if (text.startsWith(name + "=")) {
          if (found != null) {
            return null;
          }
          found = text.substring(name.length() + 1);
        }
      }
    }
    return found;
  }

  /** Whoever sent it, as coarse as one subscriber's network: IPv4 address or IPv6 /64. */
  public String source() {
    return source(address);
  }

  static String source(@Nullable String address) {
    if (address == null || address.indexOf(':') < 0) {
      return String.valueOf(address);
    }
    try {
      // A literal, never a name: nothing is looked up.
      byte[] bytes = InetAddress.getByName(address).getAddress();
      return HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_64));
    } catch (UnknownHostException noLiteral) {
      return address;
    }
  }

  static @Nullable String address(HttpServerRequest request) {
    SocketAddress remote = request.remoteAddress();
    return remote == null ? null : remote.hostAddress();
  }
}
