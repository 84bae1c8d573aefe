// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import io.vertx.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/** A statement that grows with its numbered parameters; values are never part of the text. */
final class SqlText {
  private final StringBuilder text;
  private final Tuple parameters = Tuple.tuple();

  /**
   * @param first the parameter that the beginning already calls $1
   */
  SqlText(String begin, Object first) {
    this.text = new StringBuilder(begin);
    parameters.addValue(first);
  }

  SqlText add(String words) {
    text.append(words);
    return this;
  }

  /** PostgreSQL has no character 0: a text with one becomes one that equals nothing stored. */
  SqlText parameter(@Nullable Object value) {
    parameters.addValue(value instanceof String words ? words.replace('\0', '\uFFFD') : value);
    text.append('$').append(parameters.size());
    return this;
  }

  /** A condition with one parameter at its end; left out when the value is null. */
  SqlText and(String condition, @Nullable Object value) {
    return value == null ? this : add(" AND ").add(condition).parameter(value);
  }

  String sql() {
    return text.toString();
  }

  Tuple parameters() {
    return parameters;
  }
}
