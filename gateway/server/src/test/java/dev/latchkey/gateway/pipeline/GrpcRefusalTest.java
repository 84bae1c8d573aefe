// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.refusal.Reason;
import io.vertx.core.MultiMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every refusal has its word in gRPC (grpc/doc/http-grpc-status-mapping.md, and finer). */
class GrpcRefusalTest {
  @ParameterizedTest
  @EnumSource
  void everyReasonIsTold(Reason reason) {
    MultiMap head = MultiMap.caseInsensitiveMultiMap();

    GrpcRefusal.fill(head, reason);

    assertThat(head.get("content-type")).isEqualTo("application/grpc");
    assertThat(head.get("grpc-message")).isEqualTo(reason.code());
    assertThat(head.get("grpc-status")).isEqualTo(expected(reason));
  }

  private static String expected(Reason reason) {
    return switch (reason) {
      case REQUEST_TIMEOUT, UPSTREAM_TIMEOUT -> "4";
      case PERMISSION_DENIED,
          INSUFFICIENT_SCOPE,
          WRONG_ENVIRONMENT,
          IP_NOT_ALLOWED,
          ORIGIN_NOT_ALLOWED ->
          "7";
      case RATE_LIMITED, QUOTA_EXCEEDED, TOO_MANY_FAILURES, BODY_TOO_LARGE -> "8";
      case ROUTE_NOT_FOUND, METHOD_NOT_ALLOWED -> "12";
      case UPSTREAM_UNREACHABLE,
          UPSTREAM_UNAVAILABLE,
          KEY_STORE_UNAVAILABLE,
          MAINTENANCE,
          OVERLOADED,
          SHUTTING_DOWN ->
          "14";
      case KEY_MISSING, KEY_INVALID -> "16";
      case CREDENTIAL_AMBIGUOUS,
          INVALID_STATE,
          ROTATION_IN_PROGRESS,
          VALIDATION_FAILED,
          AMBIGUOUS_PATH,
          BAD_REQUEST,
          URI_TOO_LONG,
          EXPECTATION_FAILED,
          HEADER_TOO_LARGE,
          VERSION_NOT_SUPPORTED,
          LOOP_DETECTED,
          INTERNAL_ERROR ->
          "13";
    };
  }
}
