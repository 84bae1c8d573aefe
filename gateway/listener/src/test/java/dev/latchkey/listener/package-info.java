// SPDX-License-Identifier: Apache-2.0
/** The guard against raw bytes on real sockets. */
@NullMarked
package dev.latchkey.listener;

import org.jspecify.annotations.NullMarked;
