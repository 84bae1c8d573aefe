// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import dev.latchkey.gateway.authenticate.FailureBudget;
import dev.latchkey.gateway.pipeline.Lateness;
import dev.latchkey.listener.ConnectionWatch;
import dev.latchkey.listener.Pressure;
import java.util.function.Supplier;

/**
 * What protects against overload and abuse: shared by all event loops, but for the lateness.
 *
 * @param connections of the data listener
 * @param pressure on the heap
 * @param lateness makes each loop's own
 * @param failures per source
 */
public record Protection(
    ConnectionWatch connections,
    Pressure pressure,
    Supplier<Lateness> lateness,
    FailureBudget failures) {}
