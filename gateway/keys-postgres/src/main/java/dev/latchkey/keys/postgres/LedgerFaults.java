// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static dev.latchkey.keys.LedgerException.Reason.DUPLICATE_SECRET;
import static dev.latchkey.keys.LedgerException.Reason.NAME_TAKEN;
import static dev.latchkey.keys.LedgerException.Reason.PRECONDITION_FAILED;
import static dev.latchkey.keys.LedgerException.Reason.UNAVAILABLE;
import static dev.latchkey.keys.LedgerException.Reason.UNKNOWN_CONSUMER;

import dev.latchkey.keys.IfVersion;
import dev.latchkey.keys.LedgerException;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Faults of the store in the words of the control plane's ports. */
final class LedgerFaults {
  private static final Logger log = LoggerFactory.getLogger(LedgerFaults.class);

  private LedgerFaults() {}

  /** The work's result, every fault of it as a {@link LedgerException}. */
  static <T> Future<T> answered(Future<T> work) {
    return work.recover(fault -> Future.failedFuture(refusal(fault)));
  }

  /** Refuses what was meant for another version. */
  static void requireVersion(String what, long present, IfVersion wanted) {
    if (!wanted.admits(present)) {
      throw new LedgerException(
          PRECONDITION_FAILED,
          "the " + what + " is at version " + present + ", not " + wanted.versions());
    }
  }

  private static LedgerException refusal(Throwable fault) {
    if (fault instanceof LedgerException refusal) {
      return refusal;
    }
    return switch (Faults.constraint(fault)) {
      case "api_key_unique_name" -> new LedgerException(NAME_TAKEN, KeyReads.TAKEN);
      case "consumer_external_id" ->
          new LedgerException(NAME_TAKEN, "a consumer has that external id");
      case "api_key_secret_digest" ->
          new LedgerException(DUPLICATE_SECRET, "this secret is already in use");
      case "api_key_consumer" -> new LedgerException(UNKNOWN_CONSUMER, "no such consumer");
      default -> {
        log.warn("the key store did not do as asked: {}", Faults.describe(fault));
        yield new LedgerException(UNAVAILABLE, "the key store cannot be used at the moment");
      }
    };
  }
}
