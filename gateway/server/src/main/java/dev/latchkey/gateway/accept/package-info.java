// SPDX-License-Identifier: Apache-2.0
/**
 * From bytes to facts: one parse of the target, the client's address by the trust rules, the
 * request's id.
 */
@NullMarked
package dev.latchkey.gateway.accept;

import org.jspecify.annotations.NullMarked;
