// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the scenario files: each is given a configuration, keys and a backend's behaviour, sends a
 * request byte for byte, and says what has to come back and what the backend may have seen.
 */
@NullMarked
package dev.latchkey.gateway.scenario;

import org.jspecify.annotations.NullMarked;
