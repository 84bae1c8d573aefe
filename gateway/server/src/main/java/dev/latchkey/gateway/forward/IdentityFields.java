// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authenticate.KeyTexts;
import io.vertx.core.http.HttpHeaders;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Whose key a call carries, for the upstream. Names are percent-encoded UTF-8. */
final class IdentityFields {
  /** How all of them begin. A client's own are removed before. */
  static final String PREFIX = "X-Latchkey-";

  private static final CharSequence KEY_ID = HttpHeaders.createOptimized("X-Latchkey-Key-Id");
  private static final CharSequence KEY_NAME = HttpHeaders.createOptimized("X-Latchkey-Key-Name");
  private static final CharSequence TENANT = HttpHeaders.createOptimized("X-Latchkey-Tenant");
  private static final CharSequence PROFILE = HttpHeaders.createOptimized("X-Latchkey-Profile");
  private static final CharSequence SCOPES = HttpHeaders.createOptimized("X-Latchkey-Scopes");
  private static final CharSequence ENVIRONMENT =
      HttpHeaders.createOptimized("X-Latchkey-Environment");
  private static final CharSequence CONSUMER = HttpHeaders.createOptimized("X-Latchkey-Consumer");

  private IdentityFields() {}

  /**
   * Adds them.
   *
   * @param key null on a public route: nothing is added
   */
  static void write(@Nullable KeyState key, BiConsumer<CharSequence, CharSequence> out) {
    if (key == null) {
      return;
    }
    out.accept(KEY_ID, key.idText());
    out.accept(KEY_NAME, key.nameText());
    KeyTexts texts = key.texts();
    out.accept(TENANT, texts.tenant());
    out.accept(PROFILE, texts.profile());
    out.accept(SCOPES, texts.scopes());
    CharSequence environment = texts.environment();
    if (environment != null) {
      out.accept(ENVIRONMENT, environment);
    }
    CharSequence consumer = texts.consumer();
    if (consumer != null) {
      out.accept(CONSUMER, consumer);
    }
  }
}
