// SPDX-License-Identifier: Apache-2.0
/** Lists in pages: sealed cursors, and the envelope that every list of the API has. */
@NullMarked
package dev.latchkey.admin.paging;

import org.jspecify.annotations.NullMarked;
