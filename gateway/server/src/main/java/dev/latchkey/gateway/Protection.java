// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import dev.latchkey.gateway.authenticate.FailureBudget;
import dev.latchkey.listener.ConnectionWatch;
import dev.latchkey.listener.Pressure;

/**
 * What all event loops share against overload and abuse.
 *
 * @param connections of the data listener
 * @param pressure on the heap
 * @param failures per source
 */
public record Protection(ConnectionWatch connections, Pressure pressure, FailureBudget failures) {}
