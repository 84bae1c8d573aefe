// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.regex.Pattern;

/**
 * The shape that a kind of name must have.
 *
 * @param noun with its article, for messages
 * @param shape in words, for hints
 */
record Word(String noun, String shape, Pattern pattern) {
  /** Names of plans, profiles, upstreams and routes. */
  static final Word ID =
      of(
          "an id",
          "1 to 64 letters, digits, . _ - and a letter or digit first",
          "[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  static final Word LIMIT_NAME =
      of("a limit's name", "1 to 50 letters, digits, . _ -", "[A-Za-z0-9._-]{1,50}");

  /** Lower case, because an environment can become part of a key's prefix. */
  static final Word ENVIRONMENT =
      of(
          "an environment",
          "1 to 30 of a-z, 0-9, _ - and a letter first, such as live",
          "[a-z][a-z0-9_-]{0,29}");

  static final Word SCOPE =
      of(
          "a scope",
          "a word of a-z, 0-9, . _ - such as contacts, or two such as leads:read",
          "(?=.{1,100}$)[a-z0-9_.-]+(:[a-z0-9_.-]+)?");

  static final Word SCOPE_OR_WILDCARD =
      of(
          "a scope",
          "a word such as contacts or leads:read; leads:* for all of leads, * for everything",
          "(?=.{1,100}$)(\\*|[a-z0-9_.-]+(:([a-z0-9_.-]+|\\*))?)");

  /** RFC 9110 section 5.6.2, and not longer than anybody needs. */
  static final Word HEADER =
      of(
          "a header name",
          "1 to 64 letters, digits and !#$%&'*+-.^_`|~",
          "[!#$%&'*+.^_`|~A-Za-z0-9-]{1,64}");

  static final Word METHOD =
      of("a method", "upper case, such as GET", "[A-Z][A-Z0-9!#$%&'*+.^_`|~-]{0,31}");

  static final Word HOST =
      of(
          "a host",
          "lower case, without a port or a wildcard, such as api.example.test",
          "(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
              + "(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");

  /** RFC 6454 section 7, or one with a wildcard for names below a host. */
  static final Word ORIGIN =
      of(
          "an origin",
          "such as https://app.example.test, https://*.example.test, or * alone",
          "\\*|https?://(\\*\\.)?(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
              + "(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*(:[1-9][0-9]{0,4})?");

  static final Word LANGUAGE =
      of("a language", "a code such as en or vi", "[a-z]{2,3}(-[A-Za-z0-9]{2,8})?");

  static final Word TOOL = of("a tool's name", "1 to 128 visible characters", "[!-~]{1,128}");

  /** RFC 6749, section 3.3. */
  static final Word OIDC_SCOPE =
      of("a scope of OAuth", "1 to 100 visible characters", "[!#-\\[\\]-~]{1,100}");

  private static Word of(String noun, String shape, String pattern) {
    return new Word(noun, shape, Pattern.compile(pattern));
  }

  boolean fits(String text) {
    return pattern.matcher(text).matches();
  }
}
