// SPDX-License-Identifier: Apache-2.0
/** The gateways as the control plane sees them, and what each has confirmed. */
@NullMarked
package dev.latchkey.admin.nodes;

import org.jspecify.annotations.NullMarked;
