// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.http;

import java.time.Duration;

/**
 * The cookies of the console. All are bound to this host and to TLS by their name (RFC 6265bis,
 * section 4.1.3.2), and out of reach of scripts; browsers treat loopback as if it had TLS.
 */
public final class Cookies {
  /** Who is signed in. */
  public static final String SESSION = "__Host-latchkey-session";

  /** That this browser has signed in before. */
  public static final String DEVICE = "__Host-latchkey-device";

  /** A sign-in at the identity provider that is not finished. */
  public static final String LOGIN = "__Host-latchkey-login";

  private static final String GONE = "; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0";

  private Cookies() {}

  /** Sent to us by our own pages alone. */
  public static String strict(String name, String value, Duration life) {
    return name + "=" + value + bounds(life) + "; SameSite=Strict";
  }

  /** Sent to us also when another site sends the browser here. */
  public static String lax(String name, String value, Duration life) {
    return name + "=" + value + bounds(life) + "; SameSite=Lax";
  }

  /** Makes the browser forget one. */
  public static String gone(String name) {
    return name + "=" + GONE;
  }

  private static String bounds(Duration life) {
    return "; Path=/; Secure; HttpOnly; Max-Age=" + life.toSeconds();
  }
}
