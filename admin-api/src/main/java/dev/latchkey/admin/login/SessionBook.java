// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.login;

import dev.latchkey.admin.access.Permission;
import dev.latchkey.admin.access.Principal;
import dev.latchkey.admin.access.Role;
import dev.latchkey.keys.Attribution;
import dev.latchkey.keys.login.LocalAccount;
import dev.latchkey.keys.login.Session;
import dev.latchkey.keys.login.Sessions;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sessions: begun, used, ended. A session has a new token at every sign-in, and a second one
 * derived from it that pages must send with every change. Any thread.
 */
public final class SessionBook {
  private final Sessions sessions;
  private final Duration idle;
  private final Duration lifetime;
  private final InstantSource clock;
  private final SecureRandom random;

  public SessionBook(
      Sessions sessions,
      Duration idle,
      Duration lifetime,
      InstantSource clock,
      SecureRandom random) {
    this.sessions = sessions;
    this.idle = idle;
    this.lifetime = lifetime;
    this.clock = clock;
    this.random = random;
  }

  /** A session that has just begun. */
  public record Begun(BrowserToken token, Session session) {}

  /** Begins a session of somebody for whom an identity provider vouches. */
  Future<Begun> begin(Principal principal, Attribution by) {
    return begin(
        by,
        principal,
        principal.roles().stream().map(Role::word).collect(Collectors.toSet()),
        principal.permissions().stream().map(Permission::word).collect(Collectors.toSet()),
        null);
  }

  /** Begins a session of a local administrator. */
  Future<Begun> begin(LocalAccount account, Attribution by) {
    return begin(
        by,
        new Principal(account.tenant(), account.actor(), Set.of(), Set.of()),
        Set.of(account.role()),
        Set.of(),
        account.id());
  }

  private Future<Begun> begin(
      Attribution by,
      Principal who,
      Set<String> roles,
      Set<String> permissions,
      @Nullable UUID account) {
    BrowserToken token = BrowserToken.make(random);
    Instant now = clock.instant();
    Session session =
        new Session(
            who.tenant(), who.actor(), roles, permissions, account, now, now.plus(lifetime));
    return sessions.begin(by, token.digest(), session).map(new Begun(token, session));
  }

  /** The session of a token, if it has not ended. */
  public Future<Optional<Session>> use(BrowserToken token) {
    return sessions.use(token.digest(), idle);
  }

  /** Signs out; ending a session that is over already changes nothing. */
  public Future<Void> end(Attribution by, BrowserToken token) {
    return sessions.end(by, token.digest());
  }

  /** What somebody in a session may do. */
  public static Principal principal(Session session) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    session.roles().forEach(word -> Role.ofWord(word).ifPresent(roles::add));
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    roles.forEach(role -> permissions.addAll(role.permissions()));
    session.permissions().forEach(word -> permissions.addAll(Permission.ofWord(word)));
    return new Principal(session.tenant(), session.actor(), roles, permissions);
  }

  /** What the session's own pages send with every change. */
  public static String proof(BrowserToken token) {
    return token.derive("csrf");
  }

  /** Whether it was sent. */
  public static boolean isProven(BrowserToken token, @Nullable String sent) {
    return sent != null
        && MessageDigest.isEqual(
            proof(token).getBytes(StandardCharsets.US_ASCII),
            sent.getBytes(StandardCharsets.UTF_8));
  }
}
