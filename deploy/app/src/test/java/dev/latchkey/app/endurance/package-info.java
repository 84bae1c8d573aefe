// SPDX-License-Identifier: Apache-2.0
/** Real sizes: hundreds of drains, thousands of aborts and of slow connections, on the program. */
@NullMarked
package dev.latchkey.app.endurance;

import org.jspecify.annotations.NullMarked;
