// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.accept;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whose address a request has. Forwarding headers are believed only from trusted peers, and
 * then from right to left: the first address that is not itself a trusted proxy is the client.
 */
public final class ClientAddress {
  private final Networks trusted;

  public ClientAddress(Networks trusted) {
    this.trusted = trusted;
  }

  /** Whether this peer's forwarding headers are believed. */
  public boolean trusts(String peer) {
    return trusted.contains(peer);
  }

  /**
   * The client's address.
   *
   * @param peer the other end of the connection
   * @param forwardedFor all X-Forwarded-For fields in order
   */
  public String resolve(String peer, @Nullable List<String> forwardedFor) {
    if (forwardedFor == null || trusted.isEmpty() || !trusted.contains(peer)) {
      return peer;
    }
    String client = peer;
    for (int i = forwardedFor.size() - 1; i >= 0; i--) {
      String field = forwardedFor.get(i);
      int end = field.length();
      while (end >= 0) {
        int comma = field.lastIndexOf(',', end - 1);
        String hop = field.substring(comma + 1, end).strip();
        if (!Networks.isAddress(hop)) {
          return client;
        }
        client = hop;
        if (!trusted.contains(hop)) {
          return client;
        }
        end = comma;
      }
    }
    return client;
  }
}
