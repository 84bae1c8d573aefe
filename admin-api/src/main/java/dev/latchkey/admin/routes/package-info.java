// SPDX-License-Identifier: Apache-2.0
/** The native operations under {@code /admin/v1}: one line each in a table, one endpoint each. */
@NullMarked
package dev.latchkey.admin.routes;

import org.jspecify.annotations.NullMarked;
