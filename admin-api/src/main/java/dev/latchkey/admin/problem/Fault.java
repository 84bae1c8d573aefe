// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.problem;

import java.util.List;

/**
 * One wrong value.
 *
 * @param pointer a JSON pointer into the body (RFC 6901), {@code /query/NAME} for a parameter, or
 *     {@code /header/NAME}
 * @param arguments for the placeholders of the code's text
 */
public record Fault(String pointer, FaultCode code, List<String> arguments) {
  public Fault {
    arguments = List.copyOf(arguments);
  }
}
