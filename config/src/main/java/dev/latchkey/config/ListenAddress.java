// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

/**
 * Where a listener binds.
 *
 * @param host a name or an address; IPv6 without brackets
 * @param port 0 for any free one
 */
public record ListenAddress(String host, int port) {
  /** Whether only this machine can reach it. */
  public boolean isLoopback() {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
