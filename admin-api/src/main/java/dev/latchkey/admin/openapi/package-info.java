// SPDX-License-Identifier: Apache-2.0
/**
 * The OpenAPI 3.1 document: served to clients, and the one source of what requests may look like.
 */
@NullMarked
package dev.latchkey.admin.openapi;

import org.jspecify.annotations.NullMarked;
