// SPDX-License-Identifier: Apache-2.0
/**
 * Strict reading of JSON that strangers sent, and the few writing conventions of the admin API. Of
 * two ways to read a text there must be none left.
 */
@NullMarked
package dev.latchkey.admin.json;

import org.jspecify.annotations.NullMarked;
