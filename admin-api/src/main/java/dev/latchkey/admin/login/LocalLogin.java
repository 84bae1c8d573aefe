// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.login;

import dev.latchkey.admin.access.Budget;
import dev.latchkey.admin.access.Passwords;
import dev.latchkey.admin.problem.Detail;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.keys.Attribution;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.login.Accounts;
import dev.latchkey.keys.login.LocalAccount;
import dev.latchkey.keys.login.PasswordHash;
import dev.latchkey.keys.login.Session;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Local administrators sign in with a name and a password. Guessing is bounded per source and per
 * name; a browser that has signed in before has a budget of its own, so that nobody can lock the
 * owner out by guessing in his name. Unknown names take as long as wrong passwords. Any thread.
 */
public final class LocalLogin {
  private static final int PER_SOURCE = 10;
  private static final int PER_NAME = 50;
  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final Duration TRUST = Duration.ofDays(90);
  private static final int FEWEST_DIFFERENT = 6;

  private final Tenant tenant;
  private final Accounts accounts;
  private final Passwords passwords;
  private final SessionBook sessions;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Budget sources;
  private final Budget names;

  public LocalLogin(
      Tenant tenant,
      Accounts accounts,
      Passwords passwords,
      SessionBook sessions,
      InstantSource clock,
      SecureRandom random) {
    this.tenant = tenant;
    this.accounts = accounts;
    this.passwords = passwords;
    this.sessions = sessions;
    this.clock = clock;
    this.random = random;
    this.sources = new Budget(PER_SOURCE, WINDOW, clock);
    this.names = new Budget(PER_NAME, WINDOW, clock);
  }

  /**
   * Somebody at the door.
   *
   * @param source network address, coarse enough that nobody has many
   * @param device what the browser kept from an earlier sign-in
   */
  public record Visitor(
      String source, @Nullable BrowserToken device, String requestId, @Nullable String address) {}

  /**
   * Somebody who is in.
   *
   * @param device for the browser to keep
   */
  public record SignedIn(SessionBook.Begun begun, BrowserToken device) {}

  /** Fails with a problem: 401 for whatever does not fit, 429 after too many of those. */
  public Future<SignedIn> signIn(String name, String password, Visitor visitor) {
    return accounts
        .find(tenant, name(name))
        .compose(
            account ->
                isTrusted(account, visitor)
                    .compose(trusted -> signIn(name, password, account, trusted, visitor)));
  }

  private Future<SignedIn> signIn(
      String name,
      String password,
      Optional<LocalAccount> account,
      boolean trusted,
      Visitor visitor) {
    String source =
        trusted && visitor.device() != null
            ? "device " + visitor.device().digest()
            : visitor.source();
    if (!sources.spend(source) || (!trusted && !names.spend(name(name)))) {
      return Future.failedFuture(Problem.of(ProblemCode.RATE_LIMITED, Detail.TOO_MANY_LOGINS));
    }
    return passwords
        .matches(password, account.map(LocalAccount::password).orElse(null))
        .compose(
            fits -> {
              if (account.isEmpty() || !fits) {
                return refuse(account, visitor);
              }
              sources.restore(source);
              names.restore(name(name));
              return begin(account.get(), visitor);
            });
  }

  /** Makes the first account, or gives one a new password, for whoever has the code. */
  public Future<SignedIn> claim(String code, String name, String password, Visitor visitor) {
    requireStrong(name, password, "/password");
    if (!sources.spend(visitor.source())) {
      return Future.failedFuture(Problem.of(ProblemCode.RATE_LIMITED, Detail.TOO_MANY_LOGINS));
    }
    return passwords
        .hash(password)
        .compose(
            hash -> accounts.claim(by(null, visitor), LoginCodes.digest(code), name(name), hash))
        .compose(
            account -> {
              if (account.isEmpty()) {
                throw Problem.of(ProblemCode.UNAUTHENTICATED, Detail.CODE_REFUSED);
              }
              sources.restore(visitor.source());
              return begin(account.get(), visitor);
            });
  }

  /** Replaces the password of whoever is signed in; their other sessions end. */
  public Future<Void> changePassword(
      Session session, BrowserToken token, String old, String next, Attribution by) {
    UUID account = session.account();
    if (account == null) {
      throw Problem.of(ProblemCode.NOT_FOUND);
    }
    requireStrong(session.actor().name(), next, "/newPassword");
    String budget = "account " + account;
    if (!sources.spend(budget)) {
      throw Problem.of(ProblemCode.RATE_LIMITED, Detail.TOO_MANY_LOGINS);
    }
    return accounts
        .find(tenant, session.actor().name())
        .compose(known -> passwords.matches(old, known.map(LocalAccount::password).orElse(null)))
        .compose(
            fits -> {
              if (!fits) {
                throw Problem.of(ProblemCode.PERMISSION_DENIED, Detail.LOGIN_REFUSED);
              }
              sources.restore(budget);
              return passwords.hash(next);
            })
        .compose(hash -> replace(account, hash, token, by));
  }

  private Future<Void> replace(
      UUID account, PasswordHash hash, BrowserToken token, Attribution by) {
    return accounts.changePassword(by, account, hash, token.digest());
  }

  private Future<Boolean> isTrusted(Optional<LocalAccount> account, Visitor visitor) {
    return account.isEmpty() || visitor.device() == null
        ? Future.succeededFuture(false)
        : accounts.trusts(account.get().id(), visitor.device().digest());
  }

  private Future<SignedIn> refuse(Optional<LocalAccount> account, Visitor visitor) {
    Future<Void> noted =
        account.isEmpty()
            ? Future.succeededFuture()
            : accounts.refused(by(account.get(), visitor), account.get());
    return noted.compose(
        done -> Future.failedFuture(Problem.of(ProblemCode.UNAUTHENTICATED, Detail.LOGIN_REFUSED)));
  }

  private Future<SignedIn> begin(LocalAccount account, Visitor visitor) {
    BrowserToken device = visitor.device() == null ? BrowserToken.make(random) : visitor.device();
    KeyDigest digest = device.digest();
    return sessions
        .begin(account, by(account, visitor))
        .compose(
            begun ->
                accounts
                    .trust(account.id(), digest, clock.instant().plus(TRUST))
                    .map(new SignedIn(begun, device)));
  }

  private Attribution by(@Nullable LocalAccount account, Visitor visitor) {
    return new Attribution(
        tenant,
        account == null ? LoginCodes.SYSTEM : account.actor(),
        visitor.requestId(),
        visitor.address(),
        null);
  }

  /** Long is asked for by the schema; what is long and still guessed at once is refused here. */
  private static void requireStrong(String name, String password, String pointer) {
    String plain = password.toLowerCase(Locale.ROOT);
    boolean weak =
        password.chars().distinct().count() < FEWEST_DIFFERENT
            || plain.contains(name(name).toLowerCase(Locale.ROOT))
            || plain.contains("password")
            || plain.contains("latchkey")
            || plain.contains("123456789");
    if (weak) {
      throw Problem.of(ProblemCode.VALIDATION_FAILED, pointer, FaultCode.GUESSABLE);
    }
  }

  private static String name(String sent) {
    return Normalizer.normalize(sent, Normalizer.Form.NFC).strip();
  }
}
