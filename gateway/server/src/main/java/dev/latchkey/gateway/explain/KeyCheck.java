// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.explain;

import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authenticate.KeyStateCompiler;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.KeyGrant;
import dev.latchkey.keys.KeyStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says why a key that exists would or would not be taken on a route. */
final class KeyCheck {
  private final KeyStateCompiler compiler;

  KeyCheck(KeyStateCompiler compiler) {
    this.compiler = compiler;
  }

  /** The key as the request path would see it; null where its profile is unknown here. */
  @Nullable KeyState profile(ApiKey key, KeyGrant grant, Route route, Findings findings) {
    KeyState state = compiler.compile(grant, 0);
    if (state == null) {
      findings.fail(
          "profile", Reason.KEY_INVALID, "the configuration has no profile " + key.profile());
    } else if (!route.profiles().isEmpty() && !route.profiles().contains(key.profile())) {
      findings.fail(
          "profile",
          Reason.KEY_INVALID,
          "the key is of profile "
              + key.profile()
              + ", the route takes "
              + route.profiles().stream().sorted().collect(Collectors.joining(", ")));
    } else {
      findings.pass("profile", key.profile());
    }
    return state;
  }

  static void status(ApiKey key, KeyState state, Instant now, Findings findings) {
    KeyStatus status = key.status(now);
    if (state.isUsable(InstantSource.fixed(now))) {
      findings.pass("status", status.word());
    } else {
      findings.fail("status", Reason.KEY_INVALID, unusable(key, state, status, now));
    }
  }

  private static String unusable(ApiKey key, KeyState state, KeyStatus status, Instant now) {
    if (status != KeyStatus.ACTIVE) {
      return "the key is " + status.word();
    }
    if (key.secrets().stream().noneMatch(secret -> secret.isLive(now))) {
      return "none of the key's secrets works any more";
    }
    if (hasEnded(state, now)) {
      return "this secret was replaced and has ended";
    }
    return "the key is older than keys of environment " + key.environment() + " may become";
  }

  private static boolean hasEnded(KeyState state, Instant now) {
    Instant end = state.grant().secretEndsAt();
    return end != null && !now.isBefore(end);
  }
}
