// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import dev.latchkey.config.TlsConfig;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** An authority that exists for one test run, and what it signs. */
public final class TestAuthority {
  private final Path folder;
  private final X509Bundle root;

  public TestAuthority(Path folder, String name) {
    this.folder = folder;
    try {
      this.root =
          base(Duration.ofDays(90))
              .subject("CN=" + name)
              .setIsCertificateAuthority(true)
              .buildSelfSigned();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The authority's own certificate, as a file. */
  public Path file() {
    return write(
        "authority-" + Integer.toHexString(root.hashCode()) + ".crt", root.getCertificatePEM());
  }

  /** A certificate for a server or a client. */
  public X509Bundle sign(String name, Duration validFor) {
    try {
      return base(validFor)
          .subject("CN=" + name)
          // The builder takes no wildcard here; in the subject it does.
          .addSanDnsName(name.startsWith("*.") ? name.substring(2) : name)
          .addSanIpAddress("127.0.0.1")
          .buildIssuedBy(root);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same as a pair of files. */
  public TlsConfig files(String name) {
    return write(name, sign(name, Duration.ofDays(60)));
  }

  /** Writes, or replaces, a pair of files. */
  public TlsConfig write(String file, X509Bundle bundle) {
    return new TlsConfig(
        write(file + ".crt", bundle.getCertificatePathPEM()),
        write(file + ".key", bundle.getPrivateKeyPEM()));
  }

  /** Trusts this authority alone, and shows the certificate to whoever asks for any. */
  public SSLContext client(@Nullable X509Bundle shown) {
    try {
      KeyManager[] keys = shown == null ? null : new KeyManager[] {new Insistent(shown)};
      TrustManager[] trust = root.toTrustManagerFactory().getTrustManagers();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static CertificateBuilder base(Duration validFor) {
    Instant now = InstantSource.system().instant();
    return new CertificateBuilder()
        .ecp256()
        .notBefore(now.minus(Duration.ofDays(1)))
        .notAfter(now.plus(validFor));
  }

  private Path write(String name, String pem) {
    try {
      Path fresh = folder.resolve(name + ".new");
      Files.writeString(fresh, pem);
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
      return Files.move(
          fresh,
          folder.resolve(name),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Shows its certificate though the server names other authorities. */
  private static final class Insistent extends X509ExtendedKeyManager {
    private final X509Bundle shown;

    Insistent(X509Bundle shown) {
      this.shown = shown;
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return "shown";
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return shown.getCertificatePath();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return shown.getKeyPair().getPrivate();
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {"shown"};
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return null;
    }
  }
}
