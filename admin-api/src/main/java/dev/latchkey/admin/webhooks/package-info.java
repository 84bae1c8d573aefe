// SPDX-License-Identifier: Apache-2.0
/** Telling others of events, signed, and to places that they may name. */
@NullMarked
package dev.latchkey.admin.webhooks;

import org.jspecify.annotations.NullMarked;
