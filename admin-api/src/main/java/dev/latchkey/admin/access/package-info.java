// SPDX-License-Identifier: Apache-2.0
/**
 * Who may administer: bearer tokens checked against configured issuers, each bound to one key and
 * one algorithm, and the closed list of permissions that their roles stand for.
 */
@NullMarked
package dev.latchkey.admin.access;

import org.jspecify.annotations.NullMarked;
