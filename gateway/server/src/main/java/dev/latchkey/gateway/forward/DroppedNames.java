// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The names of fields that {@link HeaderRules} let nobody pass. Immutable; any thread. */
final class DroppedNames {
  /** About one connection only, in either direction. */
  private static final List<String> HOP_BY_HOP =
      List.of(
          "Connection",
          "Keep-Alive",
          "Proxy-Authenticate",
          "Proxy-Authorization",
          "Proxy-Connection",
          "TE",
          "Trailer",
          "Transfer-Encoding",
          "Upgrade",
          "HTTP2-Settings");

  /** Ours to set, or words that make some upstream serve another resource than was authorized. */
  private static final List<String> NOT_THE_CLIENTS =
      List.of(
          "Host",
          "Expect",
          "X-Request-Id",
          "Traceparent",
          "Tracestate",
          "Via",
          "X-Original-URL",
          "X-Rewrite-URL",
          "X-Original-URI",
          "X-Original-Method",
          "X-Middleware-Subrequest",
          "X-HTTP-Method-Override",
          "X-HTTP-Method",
          "X-Method-Override");

  /** What upstreams take the client's address from, beside the fields of {@link #FORWARDED}. */
  private static final List<String> ADDRESSES =
      List.of(
          "Forwarded",
          "X-Real-IP",
          "X-Client-IP",
          "X-Cluster-Client-IP",
          "X-Originating-IP",
          "True-Client-IP",
          "CF-Connecting-IP");

  private static final String FORWARDED = "X-Forwarded-";

  /** Words of gateways to each other, whole families of them. */
  private static final List<String> FAMILIES =
      List.of(IdentityFields.PREFIX, FORWARDED, "X-Gateway-", "X-Envoy-", "X-Accel-");

  /** Instructions to a proxy that must not reach, or be obeyed beyond, this one. */
  private static final List<String> NOT_THE_UPSTREAMS =
      List.of("X-Request-Id", "X-Sendfile", "Alt-Svc");

  /** What frames, routes or authenticates has no place behind a body (RFC 9110, section 6.5.1). */
  static final NameSet OF_TRAILERS =
      new NameSet(
          List.of(
              "Content-Length",
              "Content-Type",
              "Content-Encoding",
              "Content-Range",
              "Host",
              "Authorization",
              "Set-Cookie",
              "Cache-Control",
              "Location"));

  private DroppedNames() {}

  /**
   * What a client's request loses.
   *
   * @param credentials every header name that any route accepts a key in
   */
  static NameSet ofRequests(Collection<String> credentials) {
    List<String> names = new ArrayList<>(HOP_BY_HOP);
    names.addAll(NOT_THE_CLIENTS);
    names.addAll(ADDRESSES);
    names.addAll(credentials);
    return new NameSet(names);
  }

  /** What an upstream's answer loses; credentials as above. */
  static NameSet ofAnswers(Collection<String> credentials) {
    List<String> names = new ArrayList<>(HOP_BY_HOP);
    names.addAll(NOT_THE_UPSTREAMS);
    names.addAll(credentials);
    return new NameSet(names);
  }

  /** Whether a field is one of those by which gateways talk to each other. */
  static boolean isGateways(CharSequence name) {
    if (!NameSet.hasPrefix(name, "X-")) {
      return false;
    }
    for (int i = 0; i < FAMILIES.size(); i++) {
      if (NameSet.hasPrefix(name, FAMILIES.get(i))) {
        return true;
      }
    }
    return false;
  }
}
