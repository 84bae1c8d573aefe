// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

/** The listener for {@code /livez}, {@code /readyz} and {@code /metrics}. */
public record ManagementConfig(ListenAddress listen) {}
