// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.refusal;

import dev.latchkey.listener.MalformedRequestException;
import org.jspecify.annotations.Nullable;

/** What to answer to a request that guard or decoder could not make sense of. */
public final class MalformedRequests {
  private MalformedRequests() {}

  /** The reason that goes with what the guard or the decoder found. */
  public static Reason reason(@Nullable Throwable cause) {
    return switch (MalformedRequestException.kindOf(cause)) {
      case BAD_REQUEST -> Reason.BAD_REQUEST;
      case BODY_TOO_LARGE -> Reason.BODY_TOO_LARGE;
      case REQUEST_TIMEOUT -> Reason.REQUEST_TIMEOUT;
      case EXPECTATION_FAILED -> Reason.EXPECTATION_FAILED;
      case URI_TOO_LONG -> Reason.URI_TOO_LONG;
      case HEADER_TOO_LARGE -> Reason.HEADER_TOO_LARGE;
      case VERSION_NOT_SUPPORTED -> Reason.VERSION_NOT_SUPPORTED;
    };
  }
}
