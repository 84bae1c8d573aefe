// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

/** What a limiter counts for one key, kept with the key so that no call has to look for it. */
public interface CallTally {}
