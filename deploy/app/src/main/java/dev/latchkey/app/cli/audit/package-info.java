// SPDX-License-Identifier: Apache-2.0
/** {@code latchkey audit ...}: the audit trail taken away, and checked by whoever has it. */
@NullMarked
package dev.latchkey.app.cli.audit;

import org.jspecify.annotations.NullMarked;
