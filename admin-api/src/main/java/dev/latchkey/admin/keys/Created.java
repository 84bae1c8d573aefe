// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.KeySecret;

/** A key with the secret that was just made for it: the only moment at which both are together. */
public record Created(ApiKey key, KeySecret secret) {}
