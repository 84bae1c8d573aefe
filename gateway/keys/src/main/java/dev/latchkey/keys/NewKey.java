// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

/**
 * A key about to be stored.
 *
 * @param key complete but for its consumer's external id; version 1, one active secret
 * @param digest of that secret
 * @param foreign whether the secret lacks Latchkey's own shape and check
 * @param uniqueName whether the profile forbids two live keys of one name in a tenant
 */
public record NewKey(ApiKey key, KeyDigest digest, boolean foreign, boolean uniqueName) {}
