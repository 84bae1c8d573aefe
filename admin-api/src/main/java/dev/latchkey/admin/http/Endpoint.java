// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.http;

import io.vertx.core.Future;

/** What an operation does. Fails with a Problem, a LedgerException, or (a defect) anything else. */
@FunctionalInterface
public interface Endpoint {
  Future<Answer> handle(Call call);
}
