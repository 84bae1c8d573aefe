// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.app.hostile.Outcome.After;
import dev.latchkey.gateway.wire.Answer;
import dev.latchkey.gateway.wire.RawClient;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One case on one listener: the bytes on a connection of their own, then a clean request on it
 * where it should still be in step, and one on a new connection, which must always be served.
 *
 * @param probe a clean request
 * @param served its status
 */
record Trial(int port, String probe, int served) {

  /** Sends the bytes at once, and checks everything that came of it; returns it in words. */
  String run(Row row, String bytes) {
    String seen;
    try (RawClient client = RawClient.to(port).send(bytes)) {
      List<Answer> answers = answers(client, row.then());
      boolean closed = isClosed(client, row);
      check(row.then(), answers, closed);
      seen = words(answers, closed);
    }
    probeAnew();
    return seen;
  }

  /** Sends them one by one: the connection must end no better, and nothing may be served. */
  void runByteByByte(Row row, String bytes) {
    try (RawClient client = RawClient.to(port)) {
      for (int i = 0; i < bytes.length(); i++) {
        client.send(bytes.substring(i, i + 1));
      }
      List<Answer> answers = answers(client, lenient(row.then()));
      check(lenient(row.then()), answers, isClosed(client, row));
    }
    probeAnew();
  }

  /** What was cut may break off where what was whole is answered. */
  private static Outcome lenient(Outcome then) {
    return then.connection() == After.CLOSED
        ? new Outcome(then.text(), then.statuses(), then.code(), After.CLOSED, true, then.head())
        : then;
  }

  private static List<Answer> answers(RawClient client, Outcome then) {
    List<Answer> answers = new ArrayList<>();
    try {
      for (int i = 0; i < then.statuses().size(); i++) {
        answers.add(client.answer(then.head()));
      }
    } catch (UncheckedIOException ended) {
      assertThat(then.mayBeSilent()).as("ends without an answer: " + ended).isTrue();
    }
    return answers;
  }

  private boolean isClosed(RawClient client, Row row) {
    if (row.then().connection() == After.IN_STEP) {
      assertThat(client.send(probe).answer(false).status()).as("in step").isEqualTo(served);
      return false;
    }
    if (row.then().connection() == After.EITHER) {
      return false;
    }
    return client.isClosedByServer();
  }

  private void check(Outcome then, List<Answer> answers, boolean closed) {
    assertThat(closed).as("closed").isEqualTo(then.connection() == After.CLOSED);
    for (int i = 0; i < answers.size(); i++) {
      Set<Integer> allowed = then.statuses().get(i);
      if (allowed.isEmpty()) {
        assertThat(answers.get(i).status()).isBetween(200, 499);
      } else {
        assertThat(answers.get(i).status()).isIn(allowed);
      }
    }
    if (!answers.isEmpty() && then.code() != null) {
      String code = "\"code\":\"" + then.code() + '"';
      assertThat(answers.get(answers.size() - 1).body()).contains(code);
    }
    if (!answers.isEmpty() && closed && !then.mayBeSilent()) {
      Answer last = answers.get(answers.size() - 1);
      assertThat(last.head().value("connection")).isEqualToIgnoringCase("close");
    }
  }

  private void probeAnew() {
    try (RawClient next = RawClient.to(port)) {
      assertThat(next.send(probe).answer(false).status()).as("a new connection").isEqualTo(served);
    }
  }

  private static String words(List<Answer> answers, boolean closed) {
    String said =
        answers.isEmpty()
            ? "no answer"
            : String.join(
                " + ", answers.stream().map(one -> Integer.toString(one.status())).toList());
    return said + (closed ? ", closed" : "");
  }
}
