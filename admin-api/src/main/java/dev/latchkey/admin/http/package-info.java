// SPDX-License-Identifier: Apache-2.0
/**
 * The admin listener's plumbing. Every operation passes one gate, in one order: request id, token,
 * permission, query, body, schema, endpoint; and one class writes every refusal.
 */
@NullMarked
package dev.latchkey.admin.http;

import org.jspecify.annotations.NullMarked;
