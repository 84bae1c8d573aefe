// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.process;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals of the operating system. The only Java interface to them is unsupported, though present
 * in every JDK, so it is reached by name: javac refuses to compile against it under -Werror. Where
 * it is missing, signals end the process as they always do.
 */
public final class ProcessSignals {
  private static final Logger log = LoggerFactory.getLogger(ProcessSignals.class);

  private ProcessSignals() {}

  /** From now on SIGTERM and SIGINT are requests to stop, and SIGHUP is one to reload. */
  public static OperatorRequests listen() {
    OperatorRequests requests = new OperatorRequests();
    handle("TERM", requests::request);
    handle("INT", requests::request);
    handle("HUP", requests::reload);
    return requests;
  }

  private static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              ProcessSignals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> answer(self, method, arguments, action));
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException | IllegalArgumentException notHere) {
      log.debug("SIG{} cannot be handled here", name, notHere);
    }
  }

  // A proxy is asked for equality, hash and text too, when the JDK keeps it in a map.
  @SuppressWarnings("ReferenceEquality")
  private static @Nullable Object answer(
      Object self, Method method, Object[] arguments, Runnable action) {
    return switch (method.getName()) {
      case "equals" -> self == arguments[0];
      case "hashCode" -> System.identityHashCode(self);
      case "toString" -> "latchkey signal handler";
      default -> {
        action.run();
        yield null;
      }
    };
  }
}
