// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.login;

import dev.latchkey.keys.Actor;
import dev.latchkey.keys.Attribution;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.login.Accounts;
import dev.latchkey.keys.login.LoginCode;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One-time codes of 125 bits, for whoever can read the log of the first start or run a command on
 * the machine. They work for 15 minutes. Any thread.
 */
public final class LoginCodes {
  static final Actor SYSTEM = new Actor(Actor.Type.SYSTEM, "latchkey", "Latchkey");

  /** No letter or digit that could be taken for another one. */
  private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  private static final int GROUPS = 5;
  private static final int GROUP = 5;
  private static final Duration LIFE = Duration.ofMinutes(15);

  private final Accounts accounts;
  private final InstantSource clock;
  private final SecureRandom random;

  public LoginCodes(Accounts accounts, InstantSource clock, SecureRandom random) {
    this.accounts = accounts;
    this.clock = clock;
    this.random = random;
  }

  /** A code that makes the first owner; empty when the tenant has an administrator already. */
  public Future<Optional<String>> forFirstStart(Tenant tenant) {
    return accounts
        .anyOf(tenant)
        .compose(
            any ->
                any
                    ? Future.succeededFuture(Optional.empty())
                    : make(
                            new Attribution(tenant, SYSTEM, "first start", null, null),
                            null,
                            "owner")
                        .map(Optional::of));
  }

  /**
   * A code for this name, which is then made or given a new password.
   *
   * @param role of the account where it is made
   */
  public Future<String> forName(Attribution by, String name, String role) {
    return make(by, name, role);
  }

  private Future<String> make(Attribution by, @Nullable String name, String role) {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < GROUPS * GROUP; i++) {
      code.append(i > 0 && i % GROUP == 0 ? "-" : "");
      code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    String text = code.toString();
    return accounts
        .keep(by, new LoginCode(digest(text), by.tenant(), name, role, clock.instant().plus(LIFE)))
        .map(text);
  }

  /** Of a code as a person types it. */
  static KeyDigest digest(String typed) {
    return KeyDigest.of(typed.strip().toUpperCase(Locale.ROOT));
  }
}
