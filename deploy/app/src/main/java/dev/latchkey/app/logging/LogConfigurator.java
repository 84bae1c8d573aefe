// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a {@code logback.xml} would say, found by Logback as a service: reading XML takes it half a
 * second of every start.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {
  private static final String PATTERN = "%d{HH:mm:ss} %-5level %logger{0}: %msg %kvp%n%ex{short}";

  private static final Map<String, Level> OTHERS =
      Map.of(
          "org.flywaydb", Level.WARN,
          "io.netty", Level.WARN,
          "io.vertx", Level.WARN,
          // Finds the OpenAPI document's own words strange.
          "com.networknt", Level.ERROR);

  @Override
  public ExecutionStatus configure(LoggerContext logs) {
    logs.getStatusManager().add(new NopStatusListener());
    OTHERS.forEach((name, level) -> logs.getLogger(name).setLevel(level));
    Logger root = logs.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(LogSetup.level()));
    root.addAppender(standardError(LogSetup.isText() ? text() : json()));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private ConsoleAppender<ILoggingEvent> standardError(Encoder<ILoggingEvent> encoder) {
    encoder.setContext(getContext());
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(getContext());
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }

  private static Encoder<ILoggingEvent> text() {
    PatternLayoutEncoder text = new PatternLayoutEncoder();
    text.setPattern(PATTERN);
    text.setCharset(StandardCharsets.UTF_8);
    return text;
  }

  private static Encoder<ILoggingEvent> json() {
    JsonEncoder json = new JsonEncoder();
    json.setWithSequenceNumber(false);
    json.setWithNanoseconds(false);
    json.setWithContext(false);
    json.setWithMDC(false);
    json.setWithMessage(false);
    json.setWithArguments(false);
    json.setWithFormattedMessage(true);
    return json;
  }
}
