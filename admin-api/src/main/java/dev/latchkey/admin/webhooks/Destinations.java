// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.webhooks;

import io.netty.util.NetUtil;
import io.vertx.core.Future;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where webhooks may go. Whoever may create one could otherwise make this machine call what only it
 * can reach (server-side request forgery): so every address that a name leads to has to be a public
 * one, and the one that was judged is the one that is called.
 */
public final class Destinations {
  private final WebhookNames names;
  private final boolean allowPrivate;

  /**
   * @param allowPrivate whether this machine and private networks are destinations, too
   */
  public Destinations(WebhookNames names, boolean allowPrivate) {
    this.names = names;
    this.allowPrivate = allowPrivate;
  }

  /**
   * Reads an address as it is written: http or https, with a host, without credentials or a
   * fragment.
   *
   * @return null when it is none
   */
  public static @Nullable URI parse(String url) {
    try {
      URI uri = new URI(url);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      boolean plain = uri.getRawUserInfo() == null && uri.getRawFragment() == null;
      return web && plain && isHost(uri.getHost()) && uri.getPort() <= 65_535 ? uri : null;
    } catch (URISyntaxException notAnAddress) {
      return null;
    }
  }

  /** Numbers that some resolvers take for an address, such as 2130706433 or 0x7f.1, are none. */
  private static boolean isHost(@Nullable String host) {
    if (host == null) {
      return false;
    }
    String last = host.substring(host.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    boolean numeric = last.matches("[0-9]+|0x[0-9a-f]*");
    return !numeric || NetUtil.isValidIpV4Address(host);
  }

  /** An address that may be called; fails where there is none, or one of them is forbidden. */
  public Future<InetAddress> resolve(URI url) {
    String host = url.getHost();
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return names
        .addresses(bare)
        .compose(
            addresses ->
                allowPrivate || addresses.stream().allMatch(Destinations::isPublic)
                    ? first(addresses)
                    : Future.failedFuture(new ForbiddenDestinationException()));
  }

  private static Future<InetAddress> first(List<InetAddress> addresses) {
    return addresses.isEmpty()
        ? Future.failedFuture("the name leads nowhere")
        : Future.succeededFuture(addresses.get(0));
  }

  /** Whether the address is one of the public Internet (RFC 6890 lists those that are not). */
  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] octets = address.getAddress();
    return address instanceof Inet6Address ? isPublic6(octets) : isPublic4(octets, 0);
  }

  private static boolean isPublic4(byte[] octets, int at) {
    int a = octets[at] & 0xFF;
    int b = octets[at + 1] & 0xFF;
    int c = octets[at + 2] & 0xFF;
    return switch (a) {
      case 0, 10, 127 -> false;
      case 100 -> b < 64 || b > 127;
      case 169 -> b != 254;
      case 172 -> b < 16 || b > 31;
      case 192 -> !(b == 168 || (b == 0 && (c == 0 || c == 2)));
      case 198 -> !(b == 18 || b == 19 || (b == 51 && c == 100));
      case 203 -> !(b == 0 && c == 113);
      default -> a < 224;
    };
  }

  /** Global unicast is 2000::/3; what embeds an IPv4 address there is judged by that. */
  private static boolean isPublic6(byte[] octets) {
    int first = ((octets[0] & 0xFF) << 8) | (octets[1] & 0xFF);
    int second = ((octets[2] & 0xFF) << 8) | (octets[3] & 0xFF);
    if (first == 0x2002) {
      return isPublic4(octets, 2);
    }
    if (first == 0x0064 && second == 0xFF9B) {
      return isPublic4(octets, 12);
    }
    boolean reserved = first == 0x2001 && (second < 0x0200 || second == 0x0DB8);
    return (first & 0xE000) == 0x2000 && !reserved;
  }
}
