// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.latchkey.app.manage.AllowedCall;
import java.lang.management.ManagementFactory;

/** How many files and sockets this process may have open. */
@AllowedCall("the only way to the limit of open files")
final class Descriptors {
  /** Where the system does not say. */
  private static final int ASSUMED = 20_000;

  private Descriptors() {}

  /**
   * Half of them: each call may need a second one towards its upstream, and the store, the other
   * listeners and the log must find room however many clients there are.
   */
  static int half() {
    long most =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : ASSUMED;
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, most / 2));
  }
}
