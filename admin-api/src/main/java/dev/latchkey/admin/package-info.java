// SPDX-License-Identifier: Apache-2.0
/**
 * The control plane: who may administer, the REST API, its OpenAPI document and the seed dialects.
 */
@NullMarked
package dev.latchkey.admin;

import org.jspecify.annotations.NullMarked;
