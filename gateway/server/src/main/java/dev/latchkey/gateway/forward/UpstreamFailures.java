// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.refusal.MalformedRequests;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.listener.MalformedRequestException;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.util.concurrent.TimeoutException;

/** What a failed call to an upstream means to the client: by type, never by message. */
final class UpstreamFailures {
  private UpstreamFailures() {}

  static Reason reason(Throwable cause) {
    if (cause instanceof ConnectionPoolTooBusyException) {
      return Reason.UPSTREAM_UNAVAILABLE;
    }
    if (cause instanceof TimeoutException || cause instanceof ConnectTimeoutException) {
      return Reason.UPSTREAM_TIMEOUT;
    }
    if (cause instanceof MalformedRequestException malformed) {
      // The client's own body broke off on its way up; the upstream is not to blame.
      return MalformedRequests.reason(malformed);
    }
    return Reason.UPSTREAM_UNREACHABLE;
  }
}
