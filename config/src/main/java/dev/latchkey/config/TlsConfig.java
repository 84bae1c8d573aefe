// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.nio.file.Path;

/**
 * One certificate chain and its private key, both PEM.
 *
 * @param certificate absolute, resolved against the configuration file
 * @param key absolute, resolved against the configuration file
 */
public record TlsConfig(Path certificate, Path key) {}
