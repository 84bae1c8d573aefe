// SPDX-License-Identifier: Apache-2.0
/**
 * Signing in with a browser: sessions, local administrators with a password, and OpenID Connect.
 * Knows no HTTP listener; whoever signs in becomes the same principal as the bearer of a token.
 */
@NullMarked
package dev.latchkey.admin.login;

import org.jspecify.annotations.NullMarked;
