// SPDX-License-Identifier: Apache-2.0
/**
 * Keys that were found where they do not belong: reports and what follows from them, decoys, and
 * the rules by which scanners know a key when they see one.
 */
@NullMarked
package dev.latchkey.admin.leaks;

import org.jspecify.annotations.NullMarked;
