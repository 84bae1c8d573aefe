// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP/1.1 by hand over plain sockets: a client that sends, and a backend that answers, exactly the
 * bytes a test says. Shares no code with what is tested.
 */
@NullMarked
package dev.latchkey.gateway.wire;

import org.jspecify.annotations.NullMarked;
