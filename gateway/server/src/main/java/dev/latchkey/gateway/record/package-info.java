// SPDX-License-Identifier: Apache-2.0
/** What is remembered of a request: metrics, the access log, and when a key was last used. */
@NullMarked
package dev.latchkey.gateway.record;

import org.jspecify.annotations.NullMarked;
