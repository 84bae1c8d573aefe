// SPDX-License-Identifier: Apache-2.0
/**
 * What every listener shares, be it for data, administration or management: its options, and the
 * guard that refuses what is ambiguous at the byte level before anything interprets it.
 */
@NullMarked
package dev.latchkey.listener;

import org.jspecify.annotations.NullMarked;
