// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.identify.CredentialReader;
import dev.latchkey.gateway.identify.PresentedKey;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.refusal.Cause;
import dev.latchkey.gateway.refusal.Fault;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import dev.latchkey.keys.Bait;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyFormat;
import dev.latchkey.keys.KeyGrant;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Presented key to caller, or a refusal, or a fault; never one for the other. Unknown, foreign to
 * the route, stopped, expired and revoked keys take the same way and get the same answer. Any event
 * loop; answers on the caller's.
 */
public final class Authenticator {
  private final KeyCache cache;
  private final KeyStateCompiler rules;
  private final List<String> prefixes;
  private final InstantSource clock;
  private final DecoyTrap trap;
  private final FailureBudget failures;

  /**
   * @param rules of the configuration that the routes are from
   * @param prefixes of every profile and environment
   */
  public Authenticator(
      KeyCache cache,
      KeyStateCompiler rules,
      List<String> prefixes,
      InstantSource clock,
      DecoyTrap trap,
      FailureBudget failures) {
    this.cache = cache;
    this.rules = rules;
    this.prefixes = List.copyOf(prefixes);
    this.clock = clock;
    this.trap = trap;
    this.failures = failures;
  }

  /**
   * The caller, where that can be told from memory, as for nearly every call; null when the store
   * has to be asked, which {@link #lookUp} does.
   *
   * @param nowNanos elapsed time as it is now, which for a new call is when it began
   * @throws Refusal for no key, and for one that is known not to be valid here
   */
  public @Nullable Caller recognize(Exchange exchange, Route route, long nowNanos) {
    if (route.open()) {
      return new Caller(exchange, route, null);
    }
    String key = presented(exchange, route);
    KeyDigest.Probe probe = KeyDigest.probe(key);
    CachedKey known = cache.known(probe, nowNanos);
    if (known != null && known.isUnder(rules)) {
      return caller(exchange, route, known);
    }
    requirePossible(exchange, key);
    KeyDigest digest = probe.digest();
    KeyState fitting = known == null ? null : cache.fitting(known, rules);
    if (fitting != null) {
      return caller(exchange, route, fitting);
    }
    if (cache.knownInvalid(digest)) {
      throw unknown(exchange, route, digest);
    }
    return null;
  }

  /**
   * Asks the store for a caller who was not recognized. Fails with {@link Refusal} or {@link
   * Fault}.
   */
  public Future<Caller> lookUp(Exchange exchange, Route route) {
    KeyDigest digest = KeyDigest.of(presented(exchange, route));
    return SharedAnswer.onThisContext(
            cache.load(digest, rules, failures.isSpent(exchange.client())))
        .recover(cause -> Future.failedFuture(new Fault(Reason.KEY_STORE_UNAVAILABLE, cause)))
        .map(
            loaded -> {
              if (loaded == null) {
                throw unknown(exchange, route, digest);
              }
              return caller(exchange, route, loaded);
            });
  }

  /** The refusal of a key that does not exist; whoever laid it out as bait hears of it. */
  private Refusal unknown(Exchange exchange, Route route, KeyDigest digest) {
    Bait bait = cache.bait(digest);
    if (bait != null) {
      trap.sprung(exchange, route, bait);
    }
    return invalid(exchange, Cause.UNKNOWN, null);
  }

  /** The key's text, short enough to be digested at little cost. */
  private String presented(Exchange exchange, Route route) {
    PresentedKey presented = CredentialReader.read(route, exchange.request().headers());
    if (!KeyFormat.isPlausible(presented.reveal())) {
      throw presented.isPlain()
          ? invalid(exchange, Cause.MALFORMED, null)
          : Refusal.because(Reason.BAD_REQUEST);
    }
    return presented.reveal();
  }

  /** Whether a caller of before is still one, as far as can be told without asking anybody. */
  public boolean stands(Caller caller) {
    KeyState key = caller.key();
    return key == null || (key.isUsable(clock) && cache.vouchesFor(key));
  }

  private Caller caller(Exchange exchange, Route route, KeyState key) {
    if (!isKnownOn(route, key)) {
      throw invalid(exchange, Cause.OTHER_PROFILE, key.grant());
    }
    if (!key.isUsable(clock)) {
      throw invalid(exchange, key.cause(clock.millis()), key.grant());
    }
    return new Caller(exchange, route, key);
  }

  /** One answer for every cause, and another for who has got it too often. */
  private Refusal invalid(Exchange exchange, Cause cause, @Nullable KeyGrant of) {
    exchange.turnAway(cause, of);
    return Refusal.because(
        failures.spend(exchange.client()) ? Reason.TOO_MANY_FAILURES : Reason.KEY_INVALID);
  }

  private static boolean isKnownOn(Route route, KeyState key) {
    return route.profiles().isEmpty() || route.profiles().contains(key.profile());
  }

  /**
   * Turns noise away before anybody is asked for it. A key that is known under these rules has been
   * through here, and need not be summed up again with every call.
   */
  private void requirePossible(Exchange exchange, String key) {
    if (!couldExist(key)) {
      throw invalid(exchange, Cause.MALFORMED, null);
    }
  }

  /** Imported keys may have any plausible form. */
  private boolean couldExist(String key) {
    for (int i = 0; i < prefixes.size(); i++) {
      if (KeyFormat.isMinted(key, prefixes.get(i))) {
        return true;
      }
    }
    return cache.acceptsForeign() && KeyFormat.isPlausible(key);
  }
}
