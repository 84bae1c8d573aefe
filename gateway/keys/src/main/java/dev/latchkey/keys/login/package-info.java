// SPDX-License-Identifier: Apache-2.0
/** Ports to where people's sessions and local administrators are kept. Only digests of tokens. */
@NullMarked
package dev.latchkey.keys.login;

import org.jspecify.annotations.NullMarked;
