// SPDX-License-Identifier: Apache-2.0
/** Single calls: why one was refused, what a key did of late, and from where. */
@NullMarked
package dev.latchkey.admin.calls;

import org.jspecify.annotations.NullMarked;
