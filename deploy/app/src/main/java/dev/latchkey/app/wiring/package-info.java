// SPDX-License-Identifier: Apache-2.0
/**
 * The one place where configuration, store, data plane and control plane become a running node;
 * everything that is started is undone in reverse order.
 */
@NullMarked
package dev.latchkey.app.wiring;

import org.jspecify.annotations.NullMarked;
