// SPDX-License-Identifier: Apache-2.0
/** Measures of what the authenticator keeps to itself. */
package dev.latchkey.gateway.authenticate;
