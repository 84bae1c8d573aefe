// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.nio.file.Path;

/**
 * Which certificates a listener takes from its clients. A certificate is in addition to a key or
 * token, never instead of one.
 *
 * @param authorities absolute path of a PEM file: who may have signed them
 * @param required whether a client without a certificate is turned away; one that shows a
 *     certificate of anybody else always is
 */
public record ClientCertificates(Path authorities, boolean required) {}
