// SPDX-License-Identifier: Apache-2.0
/**
 * The four documents that the product was born from, as 135 rows that run against a running
 * instance over HTTP. What only a web page can show is named, with the reason.
 */
@NullMarked
package dev.latchkey.app.seeds;

import org.jspecify.annotations.NullMarked;
