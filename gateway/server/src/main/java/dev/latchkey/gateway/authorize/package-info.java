// SPDX-License-Identifier: Apache-2.0
/** Whether the caller may do this: environment, address and scopes. */
@NullMarked
package dev.latchkey.gateway.authorize;

import org.jspecify.annotations.NullMarked;
