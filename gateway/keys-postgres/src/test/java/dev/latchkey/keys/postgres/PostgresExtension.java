// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.Canary;
import dev.latchkey.keys.postgres.embedded.EmbeddedPostgres;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class a {@link TestDatabase} as a parameter of its constructor or methods. One
 * server runs per Java process, from the first use to the end of all tests; each class has a
 * database of its own, copied from one that was migrated once.
 */
public final class PostgresExtension implements ParameterResolver {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Namespace NAMESPACE = Namespace.create(PostgresExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestDatabase.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return databaseOf(context);
  }

  /** The database of the test class that the context belongs to. */
  public static TestDatabase databaseOf(ExtensionContext context) {
    Server server =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent("server", key -> new Server(), Server.class);
    String className = context.getRequiredTestClass().getName();
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(className, key -> server.freshDatabase(), TestDatabase.class);
  }

  private static final class Server implements AutoCloseable {
    private final EmbeddedPostgres postgres =
        EmbeddedPostgres.start(EmbeddedPostgres.Settings.throwAway());
    private final TestDatabase template = new TestDatabase(postgres.address());
    private final List<TestDatabase> databases = new CopyOnWriteArrayList<>();

    Server() {
      new KeySchema(template.settings()).migrate();
    }

    TestDatabase freshDatabase() {
      String name = "test_" + NUMBER.incrementAndGet();
      template
          .sibling("postgres")
          .execute("CREATE DATABASE " + name + " TEMPLATE latchkey STRATEGY file_copy");
      TestDatabase fresh = template.sibling(name);
      databases.add(fresh);
      return fresh;
    }

    /** The canary of every integration test: no secret of any of them is in any row. */
    @Override
    public void close() {
      try {
        databases.forEach(
            database ->
                database.dump(
                    rows ->
                        Canary.requireNoneIn(
                            "the rows of " + database.address().database(), rows)));
      } finally {
        postgres.close();
      }
    }
  }
}
