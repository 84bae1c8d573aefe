// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.accept;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of address ranges in CIDR form (RFC 4632, RFC 4291). An IPv4 address written as an IPv6
 * one counts as the IPv4 address. Immutable.
 */
public final class Networks {
  /** No address at all. */
  public static final Networks NONE = new Networks(List.of());

  private final Range[] ranges;

  /**
   * @throws IllegalArgumentException for text that is no range
   */
  public Networks(List<String> cidrs) {
    this.ranges = cidrs.stream().map(Range::parse).toArray(Range[]::new);
  }

  /** Whether it holds no network, and so no address. */
  public boolean isEmpty() {
    return ranges.length == 0;
  }

  /** Whether the address lies in any range; false for text that is no address. */
  public boolean contains(String address) {
    if (ranges.length == 0) {
      return false;
    }
    byte[] bytes = bytes(address);
    if (bytes == null) {
      return false;
    }
    for (Range range : ranges) {
      if (range.contains(bytes)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the text is an IPv4 or IPv6 address without port or zone. */
  static boolean isAddress(String text) {
    return bytes(text) != null;
  }

  private static byte @Nullable [] bytes(String address) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    boolean mapped = bytes != null && bytes.length == 16 && isMapped(bytes);
    return mapped ? Arrays.copyOfRange(bytes, 12, 16) : bytes;
  }

  private static boolean isMapped(byte[] bytes) {
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return bytes[10] == -1 && bytes[11] == -1;
  }

  private static final class Range {
    private final byte[] network;
    private final int bits;

    private Range(byte[] network, int bits) {
      this.network = network;
      this.bits = bits;
    }

    static Range parse(String cidr) {
      int slash = cidr.indexOf('/');
      byte[] network = bytes(slash < 0 ? cidr : cidr.substring(0, slash));
      if (network == null) {
        throw new IllegalArgumentException("not a network: " + cidr);
      }
      int bits = slash < 0 ? network.length * 8 : Integer.parseInt(cidr.substring(slash + 1));
      if (bits < 0 || bits > network.length * 8) {
        throw new IllegalArgumentException("not a network: " + cidr);
      }
      return new Range(network, bits);
    }

    boolean contains(byte[] address) {
      if (address.length != network.length) {
        return false;
      }
      int whole = bits / 8;
      if (Arrays.mismatch(network, 0, whole, address, 0, whole) >= 0) {
        return false;
      }
      int rest = bits % 8;
      return rest == 0 || (network[whole] ^ address[whole]) >> (8 - rest) == 0;
    }
  }
}
