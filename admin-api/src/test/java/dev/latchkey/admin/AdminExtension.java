// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import dev.latchkey.keys.postgres.PostgresExtension;
import dev.latchkey.keys.postgres.TestDatabase;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class a {@link RunningAdmin} of its own, closed after its last test, and the {@link
 * TestDatabase} that it works on.
 */
final class AdminExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(AdminExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == RunningAdmin.class || type == TestDatabase.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    TestDatabase database = PostgresExtension.databaseOf(context);
    return parameter.getParameter().getType() == TestDatabase.class
        ? database
        : classOf(context)
            .getStore(NAMESPACE)
            .computeIfAbsent("admin", key -> new RunningAdmin(database), RunningAdmin.class);
  }

  /** So that all tests of a class share one, which ends with the class. */
  private static ExtensionContext classOf(ExtensionContext context) {
    ExtensionContext of = context;
    while (of.getTestMethod().isPresent()) {
      of = of.getParent().orElseThrow();
    }
    return of;
  }
}
