// SPDX-License-Identifier: Apache-2.0
/**
 * Managing keys, without HTTP: what a request may contain, the rules that it is held to, the calls
 * to the ledger, and the JSON that keys are shown as. The REST API, the dialects and the command
 * line all stand on this.
 */
@NullMarked
package dev.latchkey.admin.keys;

import org.jspecify.annotations.NullMarked;
