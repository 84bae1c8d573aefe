// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import dev.latchkey.gateway.forward.upstream.UpstreamState;
import dev.latchkey.gateway.record.Recorder;
import java.util.Map;

/**
 * What the event loops serve by: one configuration, compiled, its upstreams, and what writes down
 * the requests on its routes. Replaced as a whole.
 *
 * @param upstreams by id, of every upstream of the rules
 */
public record InForce(
    GatewayRules rules, Map<String, UpstreamState> upstreams, Recorder recorder) {}
