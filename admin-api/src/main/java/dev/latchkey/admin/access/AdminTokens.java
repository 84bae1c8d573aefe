// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import dev.latchkey.config.AdminConfig.Issuer;
import dev.latchkey.keys.Tenant;
import io.jsonwebtoken.Jwts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;

/** Makes admin tokens for issuers whose secret we share: the first start, and scripts. */
public final class AdminTokens {
  /** The longest life of a token made here. */
  public static final Duration LONGEST = Duration.ofDays(366);

  private final InstantSource clock;

  public AdminTokens(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * A token that our own {@link TokenVerifier} accepts.
   *
   * @param role such as {@code owner}
   * @param ttl 1 s to 366 days
   * @throws IllegalArgumentException says which argument is wrong, or that the issuer has no secret
   */
  public String issue(Issuer issuer, String tenant, String role, Duration ttl) {
    SecretKey secret = SharedSecrets.of(issuer);
    if (ttl.compareTo(Duration.ofSeconds(1)) < 0 || ttl.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a token lives 1 second to 366 days");
    }
    Instant now = clock.instant();
    return Jwts.builder()
        .header()
        .type("JWT")
        .and()
        .issuer(issuer.issuer())
        .claim("aud", issuer.audience())
        .subject("operator")
        .issuedAt(Date.from(now))
        .expiration(Date.from(now.plus(ttl)))
        .claim(issuer.claims().tenant(), new Tenant(tenant).id())
        .claim(issuer.claims().roles(), List.of(nameFor(issuer, role)))
        .signWith(secret, Jwts.SIG.HS256)
        .compact();
  }

  private static String nameFor(Issuer issuer, String role) {
    if (Role.ofWord(role).isEmpty()) {
      throw new IllegalArgumentException("a role is owner, admin, developer, viewer or auditor");
    }
    if (issuer.roles().isEmpty()) {
      return role;
    }
    return issuer.roles().entrySet().stream()
        .filter(entry -> entry.getValue().equals(role))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("the issuer's roles map nothing to " + role));
  }
}
