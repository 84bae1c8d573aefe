// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.pipeline;

import dev.latchkey.gateway.authenticate.Authenticator;
import dev.latchkey.gateway.authenticate.Caller;
import dev.latchkey.gateway.authorize.Authorizer;
import dev.latchkey.gateway.forward.InFlight;
import dev.latchkey.gateway.forward.Underway;
import dev.latchkey.gateway.refusal.Failure;
import dev.latchkey.gateway.refusal.Fault;
import dev.latchkey.gateway.refusal.Reason;
import java.util.IdentityHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Ends calls that go on for long (WebSockets, event streams, long polls, streams of gRPC) once a
 * new call like them would not pass: the key was revoked, disabled, expired or lost its scope. A
 * key whose state cannot be known is asked for again for a while. One event loop.
 */
public final class Standing {
  /** How often to look, in milliseconds. */
  public static final long LOOK_MILLIS = 1_000;

  /** Shorter calls end by themselves: what was accepted is answered. */
  private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(4);

  private final InFlight inFlight;
  private final Authenticator authenticator;
  private final Authorizer authorizer;
  private final LongSupplier nanoTime;
  private final IdentityHashMap<Underway, Long> inDoubt = new IdentityHashMap<>();

  public Standing(
      InFlight inFlight,
      Authenticator authenticator,
      Authorizer authorizer,
      LongSupplier nanoTime) {
    this.inFlight = inFlight;
    this.authenticator = authenticator;
    this.authorizer = authorizer;
    this.nanoTime = nanoTime;
  }

  /** Looks at every long call. Nearly always that is one comparison each. */
  public void look() {
    long now = nanoTime.getAsLong();
    inDoubt.keySet().retainAll(inFlight.all());
    for (Underway call : inFlight.all()) {
      if (now - call.startedNanos() >= LONG_NANOS && !authenticator.stands(call.caller())) {
        ask(call, now);
      }
    }
  }

  private void ask(Underway call, long now) {
    Caller before = call.caller();
    try {
      Caller known = authenticator.recognize(before.exchange(), before.route(), now);
      if (known != null) {
        accept(call, known);
        return;
      }
    } catch (Failure refused) {
      call.expel(refused);
      return;
    }
    authenticator
        .lookUp(before.exchange(), before.route())
        .onComplete(found -> accept(call, found), failure -> refuse(call, failure, now));
  }

  private void accept(Underway call, Caller again) {
    try {
      authorizer.authorize(again);
      call.caller(again);
      inDoubt.remove(call);
    } catch (Failure refused) {
      call.expel(refused);
    }
  }

  private void refuse(Underway call, Throwable failure, long now) {
    Failure why =
        failure instanceof Failure known ? known : new Fault(Reason.INTERNAL_ERROR, failure);
    Long since = inDoubt.putIfAbsent(call, now);
    boolean lost = since != null && now - since >= PATIENCE_NANOS;
    if (why instanceof Fault && !lost) {
      return;
    }
    inDoubt.remove(call);
    call.expel(why);
  }
}
