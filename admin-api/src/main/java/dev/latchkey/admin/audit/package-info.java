// SPDX-License-Identifier: Apache-2.0
/** Showing the audit trail. Writing it is the ledger's, in the transaction of each change. */
@NullMarked
package dev.latchkey.admin.audit;

import org.jspecify.annotations.NullMarked;
