// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import dev.latchkey.admin.access.Passwords;
import dev.latchkey.admin.access.TokenVerifier;
import dev.latchkey.admin.fetch.Fetch;
import dev.latchkey.admin.http.Authentication;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.login.LocalLogin;
import dev.latchkey.admin.login.LoginCodes;
import dev.latchkey.admin.login.OidcLogin;
import dev.latchkey.admin.login.SessionBook;
import dev.latchkey.admin.routes.LoginRoutes;
import dev.latchkey.admin.routes.SessionRoutes;
import dev.latchkey.config.AdminConfig;
import dev.latchkey.config.LoginConfig;
import dev.latchkey.keys.ControlStore;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The wiring of everything by which somebody becomes a principal. */
final class SignIn {
  private static final LoginConfig NOBODY =
      new LoginConfig(null, Duration.ofMinutes(30), Duration.ofHours(12), null, null);

  private final LoginConfig login;
  private final TokenVerifier tokens;
  private final SessionBook sessions;
  private final LoginCodes codes;
  private final @Nullable LocalLogin local;
  private final @Nullable OidcLogin oidc;

  /**
   * @throws IllegalArgumentException for an issuer's key that cannot be used
   */
  SignIn(
      Vertx vertx,
      AdminConfig admin,
      ControlStore store,
      Fetch fetch,
      InstantSource clock,
      SecureRandom random) {
    this.login = admin.login() == null ? NOBODY : admin.login();
    this.tokens = new TokenVerifier(admin.issuers(), clock, fetch);
    this.sessions =
        new SessionBook(store.sessions(), login.idle(), login.lifetime(), clock, random);
    this.codes = new LoginCodes(store.accounts(), clock, random);
    LoginConfig.Local accounts = login.local();
    this.local =
        accounts == null
            ? null
            : new LocalLogin(
                new Tenant(accounts.tenant()),
                store.accounts(),
                new Passwords(vertx, random),
                sessions,
                clock,
                random);
    this.oidc = login.oidc() == null ? null : oidc(login.oidc(), fetch, clock, random);
  }

  private OidcLogin oidc(
      LoginConfig.Oidc provider, Fetch fetch, InstantSource clock, SecureRandom random) {
    return new OidcLogin(
        provider, Objects.requireNonNull(login.publicUrl()), sessions, fetch, clock, random);
  }

  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    operations.addAll(new SessionRoutes(sessions, login.lifetime(), local).operations());
    operations.addAll(new LoginRoutes(oidc, login.lifetime()).operations());
    return operations;
  }

  Authentication authentication(List<String> keyPrefixes, Authentication.DecoyTrap decoys) {
    tokens.prefetch();
    return new Authentication(tokens, sessions, keyPrefixes, login.publicUrl(), decoys);
  }

  /** A code for whoever starts a control plane that nobody can sign in to yet. */
  Future<Optional<String>> firstCode() {
    return login.local() == null
        ? Future.succeededFuture(Optional.empty())
        : codes.forFirstStart(new Tenant(login.local().tenant()));
  }
}
