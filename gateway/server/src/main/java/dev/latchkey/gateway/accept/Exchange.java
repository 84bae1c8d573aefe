// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.accept;

import dev.latchkey.gateway.refusal.Cause;
import dev.latchkey.keys.KeyGrant;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one request, from its first byte to its log line. Stages pass each other proofs;
 * what they leave here is for rendering and recording only. One event loop; never shared.
 */
public final class Exchange {
  private final HttpServerRequest request;
  private final String id;
  private final long startedNanos;
  private final String peer;
  private final String client;
  private final boolean peerTrusted;
  private final boolean body;
  private @Nullable CanonicalTarget target;
  private boolean answeredHere;
  private @Nullable Cause cause;
  private @Nullable KeyGrant turnedAway;

  Exchange(
      HttpServerRequest request,
      String id,
      long startedNanos,
      String peer,
      String client,
      boolean peerTrusted,
      boolean body) {
    this.request = request;
    this.id = id;
    this.startedNanos = startedNanos;
    this.peer = peer;
    this.client = client;
    this.peerTrusted = peerTrusted;
    this.body = body;
  }

  public HttpServerRequest request() {
    return request;
  }

  public HttpServerResponse response() {
    return request.response();
  }

  /** The request id: in the answer, towards the upstream, in the log. */
  public String id() {
    return id;
  }

  /** When the head had arrived, on the clock of elapsed time. */
  public long startedNanos() {
    return startedNanos;
  }

  /** The other end of the connection. */
  public String peer() {
    return peer;
  }

  /** The client's address by the trust rules. */
  public String client() {
    return client;
  }

  /** Whether the peer's forwarding headers are believed. */
  public boolean peerTrusted() {
    return peerTrusted;
  }

  /** Whether a body follows, or may follow, the head. */
  public boolean hasBody() {
    return body;
  }

  /** Whether some of the body is still to be read. */
  public boolean isUnfinished() {
    return body && !request.isEnded();
  }

  /** Bytes of the body so far. */
  public long bytesIn() {
    return body ? request.bytesRead() : 0;
  }

  /** Says that the answer is ours, though it is no refusal. */
  public void markAnsweredHere() {
    answeredHere = true;
  }

  /** Whether the answer is ours, though it is no refusal: no upstream was asked. */
  public boolean isAnsweredHere() {
    return answeredHere;
  }

  /**
   * Says why the key was not accepted.
   *
   * @param of the key that it was; null for one that nobody knows
   */
  public void turnAway(Cause why, @Nullable KeyGrant of) {
    cause = why;
    turnedAway = of;
  }

  /** Why the key was not accepted; null where that is not what was wrong. */
  public @Nullable Cause cause() {
    return cause;
  }

  /** The key that was not accepted; null for none, and for one that nobody knows. */
  public @Nullable KeyGrant turnedAway() {
    return turnedAway;
  }

  /** Null until the target was accepted. */
  public @Nullable CanonicalTarget target() {
    return target;
  }

  void target(CanonicalTarget accepted) {
    this.target = accepted;
  }
}
