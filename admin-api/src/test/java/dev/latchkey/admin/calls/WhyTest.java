// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.admin.problem.Language;
import dev.latchkey.admin.problem.Messages;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WhyTest {
  private final Messages messages = new Messages();

  @ParameterizedTest
  @EnumSource(Why.class)
  void everyObjectionHasAnotherTextInEveryLanguage(Why why) {
    String english = messages.text(Language.EN, why.key(), List.of("x"));
    String vietnamese = messages.text(Language.VI, why.key(), List.of("x"));

    assertThat(english).isNotBlank().doesNotContain("{0}").isNotEqualTo(vietnamese);
    assertThat(vietnamese).isNotBlank().doesNotContain("{0}");
  }

  @ParameterizedTest
  @EnumSource(Why.class)
  void whatObjectedIsNotAmongWhatPassed(Why why) {
    assertThat(why.passed(true)).doesNotContain(why.check());
    assertThat(why.passed(false)).doesNotContain(why.check());
  }
}
