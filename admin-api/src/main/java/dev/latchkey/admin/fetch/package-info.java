// SPDX-License-Identifier: Apache-2.0
/** Asking other servers, whose answers are bounded in size and time before anybody reads them. */
@NullMarked
package dev.latchkey.admin.fetch;

import org.jspecify.annotations.NullMarked;
