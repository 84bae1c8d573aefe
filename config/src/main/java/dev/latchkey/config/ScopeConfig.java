// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the scope catalogue.
 *
 * @param label language to text; empty when the id must do
 * @param color a name from a fixed palette
 * @param tools MCP tools that the scope opens
 * @param grantableBy roles that may put it on a key; empty for every role that may create keys
 */
public record ScopeConfig(
    String id,
    Map<String, String> label,
    Map<String, String> description,
    @Nullable String color,
    @Nullable String group,
    List<String> tools,
    List<String> grantableBy,
    boolean deprecated) {}
