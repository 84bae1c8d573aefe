// SPDX-License-Identifier: Apache-2.0
/**
 * Requests that carry an Idempotency-Key: sent twice, they take effect once and are answered alike,
 * although the secret in the answer is stored nowhere that anybody but the sender could read.
 */
@NullMarked
package dev.latchkey.admin.retry;

import org.jspecify.annotations.NullMarked;
