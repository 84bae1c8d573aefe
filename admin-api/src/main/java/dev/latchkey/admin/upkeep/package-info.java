// SPDX-License-Identifier: Apache-2.0
/** What the control plane does by itself from time to time. */
@NullMarked
package dev.latchkey.admin.upkeep;

import org.jspecify.annotations.NullMarked;
