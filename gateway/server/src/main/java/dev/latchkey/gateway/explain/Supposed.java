// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.explain;

import dev.latchkey.gateway.authenticate.Approach;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.identify.Route;

/** A call that nobody makes. */
record Supposed(Route route, KeyState key, String client) implements Approach {}
