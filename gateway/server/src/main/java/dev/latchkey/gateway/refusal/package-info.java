// SPDX-License-Identifier: Apache-2.0
/**
 * How the data plane says no: a closed list of reasons, refusals (we decided no) and faults (we
 * could not decide, or not reach). Neither is ever turned into the other.
 */
@NullMarked
package dev.latchkey.gateway.refusal;

import org.jspecify.annotations.NullMarked;
