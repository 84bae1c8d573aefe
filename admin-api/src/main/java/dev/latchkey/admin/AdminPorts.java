// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import dev.latchkey.keys.ControlStore;
import dev.latchkey.keys.leaks.Leaks;
import dev.latchkey.keys.login.Accounts;
import dev.latchkey.keys.login.Sessions;

/** The ports to the store that the control plane works with. */
public record AdminPorts(ControlStore control, Accounts accounts, Sessions sessions, Leaks leaks) {}
