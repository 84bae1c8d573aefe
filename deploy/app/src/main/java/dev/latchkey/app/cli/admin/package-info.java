// SPDX-License-Identifier: Apache-2.0
/** Commands about those who administer. */
@NullMarked
package dev.latchkey.app.cli.admin;

import org.jspecify.annotations.NullMarked;
