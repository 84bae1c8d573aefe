// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MessagesTest {
  private final Messages messages = new Messages();

  @ParameterizedTest
  @EnumSource(Language.class)
  void everyCodeHasATextInEveryLanguageAndNoTextIsLeftOver(Language language) {
    Set<String> wanted = new TreeSet<>(Set.of("message.saved_once", "message.key_revoked"));
    for (ProblemCode code : ProblemCode.values()) {
      wanted.add(code.word() + ".title");
      wanted.add(code.word() + ".detail");
    }
    for (FaultCode code : FaultCode.values()) {
      wanted.add("fault." + code.word());
    }
    for (Detail detail : Detail.values()) {
      wanted.add(detail.key());
    }

    Set<String> present = new TreeSet<>(messages.all(language).keySet());
    // Of refusals at the gateway: WhyTest knows them.
    present.removeIf(key -> key.startsWith("why."));

    assertThat(present).isEqualTo(wanted);
    assertThat(messages.all(language).values()).noneMatch(String::isBlank);
  }

  @Test
  void placeholdersAreTheSameInEveryLanguage() {
    messages
        .all(Language.EN)
        .forEach(
            (key, text) -> {
              String other = messages.all(Language.VI).getOrDefault(key, "");
              assertThat(other.contains("{0}")).as(key).isEqualTo(text.contains("{0}"));
              assertThat(other.contains("{1}")).as(key).isEqualTo(text.contains("{1}"));
            });
  }

  @Test
  void theSeedsOwnSentenceIsKeptToTheLetter() {
    assertThat(messages.all(Language.EN))
        .containsEntry("message.saved_once", "Save this key now. It will not be shown again.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vi | VI",
        "vi-VN,vi;q=0.9,en;q=0.8 | VI",
        "en-US,en;q=0.9,vi;q=0.8 | EN",
        "fr | EN",
        "fr, vi;q=0.1 | VI",
        "vi;q=0 | EN",
        "vi;q=x | EN",
        "* | EN"
      })
  void theCallersLanguageIsChosen(String header, Language language) {
    assertThat(Language.negotiate(header)).isEqualTo(language);
  }
}
