// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyLookup;
import dev.latchkey.keys.LookupResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/** A store that answers nothing until it is told to. Any thread. */
final class HeldStore implements KeyLookup {
  private final List<Promise<LookupResult>> asked = new ArrayList<>();

  @Override
  public synchronized Future<LookupResult> find(KeyDigest digest) {
    Promise<LookupResult> promise = Promise.promise();
    asked.add(promise);
    return promise.future();
  }

  synchronized int asked() {
    return asked.size();
  }

  /** Answers the look-up that was made as number {@code i}, from zero. */
  void answer(int i, LookupResult result) {
    Promise<LookupResult> promise;
    synchronized (this) {
      promise = asked.get(i);
    }
    promise.complete(result);
  }

  void fail(int i, Throwable cause) {
    Promise<LookupResult> promise;
    synchronized (this) {
      promise = asked.get(i);
    }
    promise.fail(cause);
  }
}
