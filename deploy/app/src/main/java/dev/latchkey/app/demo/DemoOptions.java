// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.demo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to run the demo.
 *
 * @param gatewayPort 0 for any free one; likewise the others
 * @param data where the database is kept; null to throw it away at the end
 * @param json whether to print one JSON object instead of text
 * @param accessLog whether to log every call
 */
public record DemoOptions(
    int gatewayPort,
    int adminPort,
    int managementPort,
    @Nullable Path data,
    boolean json,
    boolean accessLog) {}
