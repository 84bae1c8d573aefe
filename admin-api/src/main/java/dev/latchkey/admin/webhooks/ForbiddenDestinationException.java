// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.webhooks;

/** A webhook's name leads to this machine or to a private network. */
public final class ForbiddenDestinationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ForbiddenDestinationException() {
    super("the address is of this machine or a private network", null, false, false);
  }
}
