// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.http;

import io.vertx.core.Future;

/** What an operation does. Fails with a Problem, a LedgerException, or (a defect) anything else. */
@FunctionalInterface
public interface Endpoint {
  /** On the event loop of the listener; what it throws counts as what it fails with. */
  Future<Answer> handle(Call call);
}
