// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Faults;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Addresses and networks in one written form: CIDR, host bits cleared, IPv6 as in RFC 5952. */
final class Networks {
  private Networks() {}

  /** Every entry normalised; twice the same network is one. */
  static List<String> normalise(List<String> texts, Faults faults) {
    List<String> networks = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      Optional<String> network = normalise(texts.get(i));
      if (network.isEmpty()) {
        faults.add("/ipAllow/" + i, FaultCode.INVALID_NETWORK);
      } else if (!networks.contains(network.get())) {
        networks.add(network.get());
      }
    }
    return networks;
  }

  static Optional<String> normalise(String text) {
    int slash = text.indexOf('/');
    byte[] address = address(slash < 0 ? text : text.substring(0, slash));
    if (address.length == 0) {
      return Optional.empty();
    }
    int bits = address.length * 8;
    int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1), bits);
    if (prefix < 0) {
      return Optional.empty();
    }
    for (int bit = prefix; bit < bits; bit++) {
      address[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
    }
    return Optional.of(written(address) + "/" + prefix);
  }

  /** Empty for names, zones, mapped addresses and octets that some would read as octal. */
  private static byte[] address(String text) {
    boolean v4 = NetUtil.isValidIpV4Address(text);
    boolean v6 = !v4 && text.indexOf('%') < 0 && text.indexOf('[') < 0 && isV6(text);
    if (!(v4 || v6) || (v4 && hasLeadingZero(text))) {
      return new byte[0];
    }
    byte[] address = NetUtil.createByteArrayFromIpAddressString(text);
    return address == null || (v6 && address.length != 16) ? new byte[0] : address;
  }

  private static boolean isV6(String text) {
    return NetUtil.isValidIpV6Address(text) && text.indexOf('.') < 0;
  }

  private static boolean hasLeadingZero(String v4) {
    for (String octet : v4.split("\\.", -1)) {
      if (octet.length() > 1 && octet.charAt(0) == '0') {
        return true;
      }
    }
    return false;
  }

  private static int prefix(String text, int bits) {
    if (text.isEmpty() || text.length() > 3 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    int prefix = Integer.parseInt(text);
    return prefix > bits || (text.length() > 1 && text.charAt(0) == '0') ? -1 : prefix;
  }

  private static String written(byte[] address) {
    try {
      return NetUtil.toAddressString(InetAddress.getByAddress(address));
    } catch (UnknownHostException wrongLength) {
      throw new IllegalStateException(wrongLength);
    }
  }
}
