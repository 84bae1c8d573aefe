// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/** A request that the guard refused, as the cause of its decoder result. Stackless. */
public final class MalformedRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What to answer with. */
  public enum Kind {
    BAD_REQUEST(400),
    REQUEST_TIMEOUT(408),
    BODY_TOO_LARGE(413),
    URI_TOO_LONG(414),
    EXPECTATION_FAILED(417),
    HEADER_TOO_LARGE(431),
    VERSION_NOT_SUPPORTED(505);

    private final int status;

    Kind(int status) {
      this.status = status;
    }

    public int status() {
      return status;
    }
  }

  private final Kind kind;

  /**
   * @param why for the log; holds nothing of the request
   */
  MalformedRequestException(Kind kind, String why) {
    super(why, null, false, false);
    this.kind = kind;
  }

  static MalformedRequestException bad(String why) {
    return new MalformedRequestException(Kind.BAD_REQUEST, why);
  }

  /** For a request whose client does not keep up with it. */
  public static MalformedRequestException slow() {
    return new MalformedRequestException(Kind.REQUEST_TIMEOUT, "slow");
  }

  /** What to answer to a request whose decoder result fails with this cause. */
  public static Kind kindOf(@Nullable Throwable cause) {
    if (cause instanceof MalformedRequestException malformed) {
      return malformed.kind;
    }
    if (cause instanceof TooLongHttpLineException) {
      return Kind.URI_TOO_LONG;
    }
    return cause instanceof TooLongHttpHeaderException ? Kind.HEADER_TOO_LARGE : Kind.BAD_REQUEST;
  }

  public Kind kind() {
    return kind;
  }
}
