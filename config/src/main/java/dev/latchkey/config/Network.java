// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads a network in CIDR form, such as {@code 10.0.0.0/8}. */
final class Network {
  private Network() {}

  /** Whose word is believed: likewise. */
  static @Nullable String ofProxies(Text text, Problems problems) {
    return read(
        text, problems, " would believe everybody", "name the networks of your own proxies");
  }

  /** Who is let in: likewise. */
  static @Nullable String ofClients(Text text, Problems problems) {
    return read(text, problems, " lets everybody in", "leave the key out to mean all");
  }

  /** The network in CIDR form, also for a single address; null after reporting what is wrong. */
  private static @Nullable String read(
      Text text, Problems problems, String everybody, String instead) {
    String written = text.value();
    int slash = written.indexOf('/');
    String address = slash < 0 ? written : written.substring(0, slash);
    byte[] bytes = address.indexOf(':') >= 0 ? Addresses.ipv6(address) : Addresses.ipv4(address);
    int bits = bytes == null ? -1 : bits(written, slash, bytes.length * 8);
    if (bytes == null || bits < 0) {
      problems.add(
          text.place(), text.quoted() + " is not a network", "such as 10.0.0.0/8 or 192.0.2.7");
      return null;
    }
    if (bits == 0) {
      problems.add(text.place(), text.quoted() + everybody, instead);
      return null;
    }
    byte[] network = masked(bytes, bits);
    if (!Arrays.equals(network, bytes)) {
      String hint = "did you mean " + show(network) + "/" + bits + "?";
      problems.add(text.place(), text.quoted() + " is an address inside a network", hint);
      return null;
    }
    return address + "/" + bits;
  }

  private static int bits(String written, int slash, int most) {
    if (slash < 0) {
      return most;
    }
    String digits = written.substring(slash + 1);
    if (digits.isEmpty()
        || digits.length() > 3
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    int bits = Integer.parseInt(digits);
    return bits > most ? -1 : bits;
  }

  private static byte[] masked(byte[] address, int bits) {
    byte[] network = new byte[address.length];
    for (int i = 0; i < address.length; i++) {
      int kept = Math.max(0, Math.min(8, bits - 8 * i));
      network[i] = (byte) (address[i] & (0xFF00 >> kept));
    }
    return network;
  }

  private static String show(byte[] network) {
    try {
      return InetAddress.getByAddress(network).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("4 or 16 bytes", e);
    }
  }
}
