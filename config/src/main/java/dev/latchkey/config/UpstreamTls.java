// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a backend is known over TLS, and what is shown to it. Its certificate and name are always
 * verified: there is no setting that says otherwise.
 *
 * @param authorities absolute path of a PEM file; null for those that the JDK trusts
 * @param certificate shown to the backend; null for none
 * @param serverName what its certificate must say, and what is asked for; null for the target's
 */
public record UpstreamTls(
    @Nullable Path authorities, @Nullable TlsConfig certificate, @Nullable String serverName) {
  /** Trust as the JDK does, ask for the target's own name, show nothing. */
  public static final UpstreamTls DEFAULT = new UpstreamTls(null, null, null);
}
