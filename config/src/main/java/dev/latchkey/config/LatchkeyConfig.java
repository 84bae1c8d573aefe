// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole file.
 *
 * @param gateway null where this process runs no data plane
 * @param admin null where this process runs no control plane
 * @param management null for no health and metrics listener
 * @param plans by name, in the order of the file; likewise the other maps
 * @param routes in the order of the file, which decides nothing
 */
public record LatchkeyConfig(
    StoreConfig store,
    @Nullable GatewayConfig gateway,
    @Nullable AdminConfig admin,
    @Nullable ManagementConfig management,
    List<ScopeConfig> scopes,
    Map<String, PlanConfig> plans,
    Map<String, ProfileConfig> profiles,
    Map<String, UpstreamConfig> upstreams,
    List<RouteConfig> routes) {}
