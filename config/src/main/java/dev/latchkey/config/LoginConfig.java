// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import dev.latchkey.config.AdminConfig.Issuer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signing in with a browser: sessions, and who vouches for people.
 *
 * @param publicUrl how browsers see the admin listener, without a path; null for as they say
 * @param idle a session that is not used for this long ends
 * @param lifetime the longest session
 * @param local null where only an identity provider vouches
 * @param oidc null without an identity provider
 */
public record LoginConfig(
    @Nullable String publicUrl,
    Duration idle,
    Duration lifetime,
    @Nullable Local local,
    @Nullable Oidc oidc) {

  /**
   * Local administrators.
   *
   * @param tenant whose keys they manage
   */
  public record Local(String tenant) {}

  /**
   * A provider of OpenID Connect, asked by the authorization code flow with PKCE.
   *
   * @param issuer its audience is the client id; keys are discovered, so it has none
   * @param clientSecret null for a public client
   * @param scopes that are asked for
   */
  public record Oidc(Issuer issuer, @Nullable SecretValue clientSecret, List<String> scopes) {
    /** Latchkey's name at the provider. */
    public String clientId() {
      return issuer.audience();
    }
  }
}
