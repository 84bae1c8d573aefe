// SPDX-License-Identifier: Apache-2.0
/** What keys were used for, and what follows from it. */
@NullMarked
package dev.latchkey.admin.usage;

import org.jspecify.annotations.NullMarked;
