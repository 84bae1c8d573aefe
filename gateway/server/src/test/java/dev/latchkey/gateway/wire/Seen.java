// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.wire;

/**
 * What a backend was sent.
 *
 * @param body Latin-1, decoded from chunks; as much as was read
 * @param whole whether the body came to its end
 */
public record Seen(Head head, String body, boolean whole) {}
