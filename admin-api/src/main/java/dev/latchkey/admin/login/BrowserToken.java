// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.login;

import dev.latchkey.keys.KeyDigest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * 256 random bits that a browser keeps in a cookie. We keep its digest at most; what else has to be
 * bound to this browser is derived from it. Never printed.
 */
public final class BrowserToken {
  private static final int BYTES = 32;
  private static final int LENGTH = 43;

  private final String text;

  private BrowserToken(String text) {
    this.text = text;
  }

  static BrowserToken make(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new BrowserToken(base64(bytes));
  }

  /** Reads what a browser sent; empty for anything that we cannot have made. */
  public static Optional<BrowserToken> parse(String text) {
    boolean shaped =
        text.length() == LENGTH
            && text.chars()
                .allMatch(
                    c ->
                        (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '-'
                            || c == '_');
    return shaped ? Optional.of(new BrowserToken(text)) : Optional.empty();
  }

  /** The text, for the cookie alone. */
  public String reveal() {
    return text;
  }

  /** What the store knows it by. */
  public KeyDigest digest() {
    return KeyDigest.of(text);
  }

  /** 256 bits that follow from the token and tell nothing about it. */
  public String derive(String purpose) {
    return base64(sha256(purpose + ":" + text));
  }

  /** SHA-256 as base64url, as PKCE has it (RFC 7636, section 4.2). */
  static String challenge(String verifier) {
    return base64(sha256(verifier));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "BrowserToken";
  }
}
