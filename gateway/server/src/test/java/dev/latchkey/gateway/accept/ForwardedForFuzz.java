// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.accept;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Whatever a chain of hops says, the client is the peer or an address that stands in it; and no hop
 * to the left of the first that nobody vouches for has any say.
 */
public final class ForwardedForFuzz {
  private static final ClientAddress BEHIND =
      new ClientAddress(new Networks(List.of("10.0.0.0/8", "2001:db8::/32")));
  private static final String PEER = "10.0.0.1";

  private ForwardedForFuzz() {}

  /** One input: fields, separated by line feeds. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    List<String> fields = List.of(text.split("\n", -1));
    String client = BEHIND.resolve(PEER, fields);
    if (!client.equals(PEER) && !(Networks.isAddress(client) && text.contains(client))) {
      throw new AssertionError("an address from nowhere: " + client);
    }
    String forged = BEHIND.resolve(PEER, List.of("198.51.100.7", text + ", 192.0.2.1"));
    if (!forged.equals("192.0.2.1")) {
      throw new AssertionError("the left has a say: " + forged);
    }
  }
}
