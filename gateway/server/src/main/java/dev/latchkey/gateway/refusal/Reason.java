// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.refusal;

import java.util.Locale;

/**
 * Every way in which the data plane answers for itself: the code in the body, the status, and words
 * for people. Codes are part of the product's contract and never change.
 */
public enum Reason {
  ROUTE_NOT_FOUND(404, "No such route", "No route matches this host and path."),
  METHOD_NOT_ALLOWED(
      405, "Method not allowed", "The route exists, but not for this method; see Allow."),
  KEY_MISSING(401, "API key missing", "Send your API key in the header that the challenge names."),
  KEY_INVALID(
      401,
      "API key not accepted",
      "The API key is not valid here. Check that it was copied whole, that it belongs to this API,"
          + " and that it has not expired or been revoked."),
  CREDENTIAL_AMBIGUOUS(
      400, "More than one API key", "Send exactly one API key, in one header, once."),
  PERMISSION_DENIED(
      403,
      "Not for the holder",
      "Keys of this kind are rotated by their administrator only. Ask for a new one."),
  INVALID_STATE(409, "Not in this state", "The key's state does not allow this."),
  ROTATION_IN_PROGRESS(
      409,
      "Rotation in progress",
      "The last rotation is still in grace; the key can be rotated again when it has ended."),
  VALIDATION_FAILED(
      400,
      "Body not understood",
      "The body is a JSON object with at most the members that this operation knows, and within"
          + " their bounds."),
  INSUFFICIENT_SCOPE(
      403,
      "Scope missing",
      "The API key is valid but lacks the scope that this route requires. Ask the key's"
          + " administrator to add it."),
  WRONG_ENVIRONMENT(
      403, "Wrong environment", "The API key belongs to another environment than this route."),
  IP_NOT_ALLOWED(403, "Address not allowed", "Calls from this address are not allowed here."),
  ORIGIN_NOT_ALLOWED(403, "Origin not allowed", "Scripts of this origin may not call this route."),
  RATE_LIMITED(
      429, "Rate limit exceeded", "Too many calls with this API key. Wait as Retry-After says."),
  QUOTA_EXCEEDED(429, "Quota used up", "The API key's quota for this period is used up."),
  TOO_MANY_FAILURES(
      429,
      "Too many keys not accepted",
      "Too many keys that are not accepted came from this address, this one among them. Keys that"
          + " are valid are served all the same."),
  KEY_STORE_UNAVAILABLE(
      503,
      "API key cannot be checked",
      "The API key may well be valid, but cannot be checked right now. Try again shortly."),
  UPSTREAM_UNREACHABLE(
      502, "Service unreachable", "The service behind this route refused or broke the connection."),
  UPSTREAM_TIMEOUT(
      504, "Service too slow", "The service behind this route did not answer in time."),
  UPSTREAM_UNAVAILABLE(
      503,
      "Service unavailable",
      "No instance of the service behind this route can take the call."),
  MAINTENANCE(503, "Under maintenance", "This route is under maintenance. Try again later."),
  AMBIGUOUS_PATH(
      400,
      "Ambiguous path",
      "The path can be read in more than one way (dot segments, empty segments, encoded slashes,"
          + " invalid percent-encoding or UTF-8). Send it in its plain form."),
  BAD_REQUEST(400, "Bad request", "The request is not valid HTTP."),
  REQUEST_TIMEOUT(408, "Request too slow", "The request did not arrive in time."),
  BODY_TOO_LARGE(413, "Body too large", "The request body is larger than this route takes."),
  URI_TOO_LONG(414, "Target too long", "The request target is longer than 4,096 bytes."),
  EXPECTATION_FAILED(
      417, "Expectation not met", "The only expectation that is met here is 100-continue."),
  HEADER_TOO_LARGE(431, "Header too large", "The request's header fields are too large."),
  VERSION_NOT_SUPPORTED(
      505, "HTTP version not supported", "This listener speaks HTTP/1.1 and HTTP/1.0."),
  LOOP_DETECTED(508, "Loop detected", "This request has passed through this gateway before."),
  OVERLOADED(503, "Overloaded", "This node has more to do than it can. Try again shortly."),
  SHUTTING_DOWN(503, "Shutting down", "This node is shutting down. Try again."),
  INTERNAL_ERROR(
      500, "Internal error", "Something went wrong here. The request id helps to find out.");

  private final String code;
  private final int status;
  private final String title;
  private final String detail;

  Reason(int status, String title, String detail) {
    this.code = name().toLowerCase(Locale.ROOT);
    this.status = status;
    this.title = title;
    this.detail = detail;
  }

  /** The machine's word, as in the body's {@code code} and in metrics. */
  public String code() {
    return code;
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  public String detail() {
    return detail;
  }

  /**
   * Whether the request cannot be trusted to have ended where it seems to: close the connection.
   */
  public boolean closesConnection() {
    return switch (this) {
      case AMBIGUOUS_PATH,
          BAD_REQUEST,
          REQUEST_TIMEOUT,
          BODY_TOO_LARGE,
          URI_TOO_LONG,
          EXPECTATION_FAILED,
          HEADER_TOO_LARGE,
          VERSION_NOT_SUPPORTED,
          SHUTTING_DOWN ->
          true;
      default -> false;
    };
  }
}
