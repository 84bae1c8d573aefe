// SPDX-License-Identifier: Apache-2.0
/** The embedded server, started, killed and misused. */
@NullMarked
package dev.latchkey.keys.postgres.embedded;

import org.jspecify.annotations.NullMarked;
