// SPDX-License-Identifier: Apache-2.0
/** Networks that misbehave on demand, for the tests of every module. */
@NullMarked
package dev.latchkey.fault;

import org.jspecify.annotations.NullMarked;
