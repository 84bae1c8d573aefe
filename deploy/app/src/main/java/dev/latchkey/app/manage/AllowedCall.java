// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.manage;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a use of what the build forbids elsewhere, with the reason why it is right here. */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface AllowedCall {
  /** Why. */
  String value();
}
