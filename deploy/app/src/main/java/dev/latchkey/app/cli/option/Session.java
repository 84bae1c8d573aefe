// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli.option;

import dev.latchkey.app.process.OperatorRequests;
import dev.latchkey.app.terminal.Terminal;
import java.util.function.Supplier;

/**
 * The surroundings of one run of the program.
 *
 * @param stops asked once, by commands that run until they are stopped
 */
public record Session(Terminal terminal, Supplier<OperatorRequests> stops) {}
