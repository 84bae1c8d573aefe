// SPDX-License-Identifier: Apache-2.0
/** A real browser for tests: Chromium without a window, driven over a pipe. */
@NullMarked
package dev.latchkey.app.browser;

import org.jspecify.annotations.NullMarked;
