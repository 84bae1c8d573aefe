// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * What the upstream is told of all keys that have the same facts; ready as octets, for it is told
 * with every call. Names are percent-encoded UTF-8.
 *
 * @param scopes ids, separated by spaces
 */
public record KeyTexts(
    AsciiString tenant,
    AsciiString profile,
    AsciiString scopes,
    @Nullable AsciiString environment,
    @Nullable AsciiString consumer) {}
