// SPDX-License-Identifier: Apache-2.0
/** What several commands have in common: options, their readers, and the surroundings of a run. */
@NullMarked
package dev.latchkey.app.cli.option;

import org.jspecify.annotations.NullMarked;
