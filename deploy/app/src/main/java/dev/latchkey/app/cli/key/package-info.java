// SPDX-License-Identifier: Apache-2.0
/**
 * The commands under {@code latchkey key}: keys without a browser, straight on the store, by the
 * same rules as the admin API.
 */
@NullMarked
package dev.latchkey.app.cli.key;

import org.jspecify.annotations.NullMarked;
