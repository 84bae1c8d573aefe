// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every secret that the tests of this process made, and the search for them in places where none
 * may be. A secret counts as found when a part of it is that nobody could guess, plain or in the
 * usual disguises. Any thread.
 */
public final class Canary {
  /** Characters that tell a secret: 95 bits of one of our keys. */
  private static final int WINDOW = 16;

  private static final Map<String, String> PARTS = new ConcurrentHashMap<>();

  private Canary() {}

  /**
   * Lets a secret loose.
   *
   * @param what to call it where it is found
   */
  public static void release(String what, String secret) {
    for (String form : forms(secret)) {
      if (form.length() >= WINDOW) {
        int middle = (form.length() - WINDOW) / 2;
        PARTS.put(form.substring(middle, middle + WINDOW), what);
      }
    }
  }

  /** What is found in a text; empty is good. */
  public static List<String> foundIn(String text) {
    TreeSet<String> found = new TreeSet<>();
    for (int at = 0; at + WINDOW <= text.length(); at++) {
      String what = PARTS.get(text.substring(at, at + WINDOW));
      if (what != null) {
        found.add(what);
      }
    }
    return List.copyOf(found);
  }

  /**
   * Searches a place.
   *
   * @throws AssertionError that names what was found, and does not repeat it
   */
  public static void requireNoneIn(String place, String text) {
    List<String> found = foundIn(text);
    if (!found.isEmpty()) {
      throw new AssertionError("secrets in " + place + ": " + found);
    }
  }

  private static List<String> forms(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    List<String> forms = new ArrayList<>();
    forms.add(secret);
    forms.add(secret.toUpperCase(Locale.ROOT));
    forms.add(new StringBuilder(secret).reverse().toString());
    forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    forms.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
    forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    forms.add(HexFormat.of().formatHex(bytes));
    return forms;
  }
}
