// SPDX-License-Identifier: Apache-2.0
/** Whether the caller may do it now: several named limits per key, all or nothing. */
@NullMarked
package dev.latchkey.gateway.limit;

import org.jspecify.annotations.NullMarked;
