// SPDX-License-Identifier: Apache-2.0
/** The configured profiles, scopes and plans as the control plane sees them. Read only. */
@NullMarked
package dev.latchkey.admin.catalog;

import org.jspecify.annotations.NullMarked;
