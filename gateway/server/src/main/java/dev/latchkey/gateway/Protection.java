// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import dev.latchkey.gateway.authenticate.FailureBudget;
import dev.latchkey.listener.Census;
import dev.latchkey.listener.Pressure;

/**
 * What all event loops share against overload and abuse.
 *
 * @param census of the data listener's connections
 * @param pressure on the heap
 * @param failures per source
 */
public record Protection(Census census, Pressure pressure, FailureBudget failures) {}
