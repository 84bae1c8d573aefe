// SPDX-License-Identifier: Apache-2.0
/**
 * Calls to upstreams: one interface over HTTP/1.1, whose client is our own, and HTTP/2, which is
 * Vert.x's. Connections, their pools and the framing of messages; nothing here knows what a call is
 * for.
 */
@NullMarked
package dev.latchkey.gateway.forward.client;

import org.jspecify.annotations.NullMarked;
