// SPDX-License-Identifier: Apache-2.0
/** A running node and its configuration file: what changes in the one changes the other. */
@NullMarked
package dev.latchkey.app.reload;

import org.jspecify.annotations.NullMarked;
