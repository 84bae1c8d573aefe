// SPDX-License-Identifier: Apache-2.0
/** What the holder of a key may do to it on the data port, with nothing but the key. */
@NullMarked
package dev.latchkey.gateway.self;

import org.jspecify.annotations.NullMarked;
