// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import dev.latchkey.config.CertificatePair;
import dev.latchkey.config.ClientCertificates;
import dev.latchkey.config.TlsConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a listener's certificate files and, when they have changed and are a pair that is valid
 * now, lets new handshakes use them; connections that stand go on. A file that is wrong, or half
 * replaced, changes nothing and is told. One event loop.
 */
public final class CertificateWatch extends VerticleBase {
  /** How often files are looked at, in milliseconds. */
  private static final long EVERY_MILLIS = 5_000;

  private static final Duration WARN_AHEAD = Duration.ofDays(14);
  private static final Duration WARN_AGAIN = Duration.ofDays(1);
  private static final Logger log = LoggerFactory.getLogger(CertificateWatch.class);

  private final List<TlsConfig> files;
  private final @Nullable ClientCertificates clients;
  private final InstantSource clock;
  private final Function<ServerSSLOptions, Future<Boolean>> listener;
  private List<CertificatePair> inUse = List.of();
  private @Nullable Instant warnedAt;
  private @Nullable String complaint;
  private volatile @Nullable Instant expiresAt;

  /**
   * @param files as the listener was made with
   * @param listener puts other certificates into use
   */
  public CertificateWatch(
      List<TlsConfig> files,
      @Nullable ClientCertificates clients,
      InstantSource clock,
      Function<ServerSSLOptions, Future<Boolean>> listener) {
    this.files = List.copyOf(files);
    this.clients = clients;
    this.clock = clock;
    this.listener = listener;
  }

  /** Looks now, and then every 5 s; completes after the first look. */
  @Override
  public Future<?> start() {
    vertx.setPeriodic(EVERY_MILLIS, id -> look());
    return look();
  }

  /** When the first of the certificates in use ends; null before the first look. Any thread. */
  public @Nullable Instant expiresAt() {
    return expiresAt;
  }

  /** One look. Never fails: what went wrong is in the log. */
  Future<Void> look() {
    return vertx
        .executeBlocking(this::read)
        .compose(found -> isInUse(found) ? Future.succeededFuture() : use(found))
        .onSuccess(looked -> warn())
        .recover(this::complain);
  }

  private List<CertificatePair> read() throws IOException {
    List<CertificatePair> pairs = new ArrayList<>();
    for (TlsConfig pair : files) {
      pairs.add(CertificatePair.read(pair, clock.instant()));
    }
    return pairs;
  }

  private boolean isInUse(List<CertificatePair> found) {
    boolean same = found.size() == inUse.size();
    for (int i = 0; same && i < found.size(); i++) {
      same = found.get(i).isSameAs(inUse.get(i));
    }
    return same;
  }

  private Future<Void> use(List<CertificatePair> found) {
    PemKeyCertOptions certificates = new PemKeyCertOptions();
    for (CertificatePair pair : found) {
      certificates.addCertValue(Buffer.buffer(pair.chain()));
      certificates.addKeyValue(Buffer.buffer(pair.key().reveal()));
    }
    return listener
        .apply(TlsOptions.server(new ServerSSLOptions(), certificates, clients))
        .map(
            changed -> {
              log.info(
                  inUse.isEmpty() ? "certificates of {} in use" : "new certificates of {} in use",
                  files.get(0).certificate().getFileName());
              inUse = found;
              warnedAt = null;
              expiresAt =
                  found.stream()
                      .map(CertificatePair::expiresAt)
                      .min(Comparator.naturalOrder())
                      .orElseThrow();
              return null;
            });
  }

  private void warn() {
    complaint = null;
    Instant end = expiresAt;
    Instant now = clock.instant();
    boolean soon = end != null && now.isAfter(end.minus(WARN_AHEAD));
    if (soon && (warnedAt == null || !now.isBefore(warnedAt.plus(WARN_AGAIN)))) {
      warnedAt = now;
      log.warn("a certificate expires at {}: replace its files, no restart is needed", end);
    }
  }

  /** Once for each thing that is wrong. */
  private Future<Void> complain(Throwable cause) {
    String told = String.valueOf(cause.getMessage());
    if (!told.equals(complaint)) {
      complaint = told;
      log.error("certificates were not replaced: {}", told);
    }
    return Future.succeededFuture();
  }
}
