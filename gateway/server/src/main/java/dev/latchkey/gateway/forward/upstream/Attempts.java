// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import dev.latchkey.gateway.forward.client.CallListener;
import dev.latchkey.gateway.refusal.Fault;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.ProtocolException;

/**
 * The tries of one call: whom to ask next, and whether to ask once more. A call is repeated only
 * where the upstream cannot have acted on it, or where acting twice is the same as acting once (RFC
 * 9110, section 9.2.2). One event loop.
 */
public final class Attempts {
  /** A connection that is closed in the moment it is reused can only be one that was idle. */
  private static final int MOST_RACES = 3;

  private final Targets targets;
  private final boolean repeatable;
  private long tried;
  private int target = Balancer.NONE;
  private int permit = Breaker.REFUSED;
  private int retries;
  private int races;
  private boolean judged;

  /**
   * @param repeatable whether acting twice on the call is the same as acting once, and it has no
   *     body
   */
  public Attempts(Targets targets, boolean repeatable) {
    this.targets = targets;
    this.repeatable = repeatable;
    targets.budget().earn();
  }

  /**
   * Asks for a connection to the next target.
   *
   * @param connectMillis how long it may take, waiting for a free one included
   * @param call told of it, which may be at once
   * @throws Fault where nobody can be asked
   */
  public void next(HttpMethod method, String uri, int connectMillis, CallListener call) {
    int chosen = target == Balancer.NONE ? choose() : target;
    target = chosen;
    targets.request(chosen, method, uri, connectMillis, call);
  }

  private int choose() {
    int chosen = targets.choose(tried);
    if (chosen == Balancer.NONE) {
      throw targets.state().isAnyLost()
          ? NoTargetException.nameUnknown()
          : NoTargetException.unhealthy();
    }
    take(chosen);
    return chosen;
  }

  private void take(int chosen) {
    Breaker breaker = targets.state().breaker();
    if (breaker != null) {
      permit = breaker.ask();
      if (permit == Breaker.REFUSED) {
        throw NoTargetException.breakerOpen();
      }
    }
    judged = false;
    tried |= 1L << chosen;
    target = chosen;
    targets.begun(chosen);
  }

  /** Whether the target's connections were all taken, so that the call waited in vain. */
  public boolean waitedInVain() {
    return target != Balancer.NONE && targets.isCrowded(target);
  }

  /** The head of an answer is there. */
  public void answered(int status) {
    judge(status < 502 || status > 504);
  }

  /** Whether to forget this answer and ask another target; if so, the next try is prepared. */
  public boolean retriesAfter(int status) {
    return repeatable && targets.isWorthRetrying(status) && moveOn();
  }

  /**
   * No connection, so nothing was sent. Whether to ask once more; if so, the next try is prepared.
   */
  public boolean retriesUnsent(Throwable cause) {
    if (cause instanceof HttpClosedException && races < MOST_RACES) {
      // It was closed between being taken from the pool and being used.
      races++;
      return true;
    }
    boolean ours = cause instanceof ConnectionPoolTooBusyException || waitedInVain();
    if (!ours) {
      judge(false);
    }
    return moveOn();
  }

  /**
   * The connection broke before an answer. Likewise.
   *
   * @param reused whether it had served before
   */
  public boolean retriesBroken(Throwable cause, boolean reused) {
    boolean closed =
        cause instanceof HttpClosedException
            || (cause instanceof IOException && !(cause instanceof ProtocolException));
    if (repeatable && reused && closed && races < MOST_RACES) {
      // Not paid from the budget: each of these costs the upstream a connection that served before.
      races++;
      return true;
    }
    judge(false);
    return repeatable && closed && moveOn();
  }

  /** The upstream failed, and there is no second try. */
  public void failed() {
    judge(false);
  }

  /** On to another target, if there is one, and it is paid for. */
  private boolean moveOn() {
    if (retries >= targets.retries().max()) {
      return false;
    }
    int other = targets.choose(tried);
    if (other == Balancer.NONE || !targets.budget().spend()) {
      return false;
    }
    leave();
    try {
      take(other);
    } catch (Fault breakerOpen) {
      return false;
    }
    retries++;
    targets.state().retried();
    return true;
  }

  private void judge(boolean good) {
    if (judged || target == Balancer.NONE) {
      return;
    }
    judged = true;
    Breaker breaker = targets.state().breaker();
    if (good) {
      targets.state().succeeded(target);
    } else {
      targets.state().failed(target);
    }
    if (breaker != null && good) {
      breaker.succeeded(permit);
    } else if (breaker != null) {
      breaker.failed(permit);
    }
  }

  /** The call has ended, however it did. */
  public void end() {
    leave();
  }

  private void leave() {
    if (target == Balancer.NONE) {
      return;
    }
    Breaker breaker = targets.state().breaker();
    if (!judged && breaker != null) {
      breaker.forgotten(permit);
    }
    targets.ended(target);
    target = Balancer.NONE;
  }
}
