// SPDX-License-Identifier: Apache-2.0
/**
 * How the control plane says no: a closed list of codes, the faults found in a request, and their
 * words in English and Vietnamese. Knows nothing of HTTP beyond the status number.
 */
@NullMarked
package dev.latchkey.admin.problem;

import org.jspecify.annotations.NullMarked;
