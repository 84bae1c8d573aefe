// SPDX-License-Identifier: Apache-2.0
/**
 * Which target takes the next try: what is known of each, who may be asked, and when to give up.
 * What all event loops know together is in {@link
 * dev.latchkey.gateway.forward.upstream.UpstreamState}; the rest belongs to one loop.
 */
@NullMarked
package dev.latchkey.gateway.forward.upstream;

import org.jspecify.annotations.NullMarked;
