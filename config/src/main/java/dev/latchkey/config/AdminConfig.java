// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The control plane's listener and who may use it.
 *
 * @param clientCertificates null where clients are not asked for one
 * @param insecure said aloud to listen beyond loopback without TLS
 * @param issuers whose bearer tokens are believed; may be empty where people can sign in
 * @param login null where nobody signs in with a browser
 */
public record AdminConfig(
    ListenAddress listen,
    List<TlsConfig> tls,
    @Nullable ClientCertificates clientCertificates,
    boolean insecure,
    List<Issuer> issuers,
    @Nullable LoginConfig login,
    LeaksConfig leaks) {

  /** Signature algorithms that an issuer can be fixed to. */
  public enum Algorithm {
    HS256,
    RS256,
    ES256,
    EdDSA
  }

  /**
   * A party whose tokens are accepted, bound to one algorithm.
   *
   * @param issuer equal to the token's {@code iss}, byte for byte
   * @param audience must be among the token's {@code aud}
   * @param secret for HS256 only, at least 32 bytes
   * @param publicKey PEM text, for the other algorithms
   * @param jwks address of a key set, instead of publicKey
   * @param roles role name in the token to Latchkey's role; empty when they are the same
   */
  public record Issuer(
      String issuer,
      String audience,
      Algorithm algorithm,
      @Nullable SecretValue secret,
      @Nullable String publicKey,
      @Nullable String jwks,
      Claims claims,
      Map<String, String> roles) {}

  /** Names of the claims that carry what Latchkey needs. */
  public record Claims(String tenant, String roles, String permissions) {
    /** The names used when the file says nothing. */
    public static final Claims DEFAULT = new Claims("tenant", "roles", "permissions");
  }
}
