// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The first certificate that a JVM verifies costs hundreds of milliseconds, for loading the
 * system's authorities and everything that signatures are checked with; the next ones cost two.
 * Verified are some of those authorities themselves, which decides nothing.
 */
public final class VerificationRehearsal {
  private VerificationRehearsal() {}

  /**
   * Verifies one authority for each kind of key that there is. Blocks; for a thread that may.
   *
   * @return how many kinds
   */
  public static int run() throws GeneralSecurityException {
    TrustManagerFactory system =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    @Nullable KeyStore usual = null;
    system.init(usual);
    X509TrustManager trust = (X509TrustManager) system.getTrustManagers()[0];
    Set<String> kinds = new HashSet<>();
    for (X509Certificate authority : trust.getAcceptedIssuers()) {
      if (kinds.add(authority.getPublicKey().getAlgorithm())) {
        verify(authority);
      }
    }
    return kinds.size();
  }

  /** As of its first day: some of them are out of date. */
  private static void verify(X509Certificate authority) throws GeneralSecurityException {
    PKIXParameters rules = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
    rules.setRevocationEnabled(false);
    rules.setDate(authority.getNotBefore());
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(List.of(authority)), rules);
  }
}
