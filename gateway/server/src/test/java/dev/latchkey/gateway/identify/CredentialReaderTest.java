// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.gateway.refusal.Refusal;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialReaderTest {
  private static final Route ROUTE = Routes.at("r", "/x");

  @ParameterizedTest(name = "{1}: {0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "X-API-Key=k;                            a key in a place is read;               k",
        "x-api-KEY=k;                            in any letter case;                     k",
        "X-Agent-Token=k;                        in any place;                           k",
        "X-API-Key=  k ;                         without blanks around it;               k",
        "X-API-Key=|X-Agent-Token=k;             an empty one is absent;                 k",
        "X-API-Key= |X-API-Key=k;                so is a blank one beside another;       k",
        "X-Other=a|X-API-Key=k;                  other headers are nothing;              k",
        "X-Other=a;                              without one it is missing;              key_missing",
        "X-API-Key=;                             empty is missing;                       key_missing",
        "X_API_Key=k;                            an underscore is another name;          key_missing",
        "X-API-Key=a|X-Agent-Token=b;            two are ambiguous;                      credential_ambiguous",
        "X-API-Key=a|X-Agent-Token=a;            even when equal;                        credential_ambiguous",
        "X-API-Key=a|X-API-Key=b;                also in one place;                      credential_ambiguous",
        "X-API-Key=a|x-api-key=a;                whatever its letter case;               credential_ambiguous",
        "X-API-Key=a|x-api-token=b;              where only another route takes keys;    credential_ambiguous",
        "X-API-Key=a|x-api-token=;               though an empty one is absent there;    a",
        "x-api-token=a;                          alone there it is missing here;         key_missing",
        "X-API-Key=|X-Agent-Token=a|X-API-Key=b; an empty one hides nothing;             credential_ambiguous"
      })
  void readsExactlyOne(String fields, String sentence, String result) {
    MultiMap headers = headers(fields);

    assertThat(outcome(headers)).as(sentence).isEqualTo(result);
  }

  @Test
  void whatWasReadPrintsAsStars() {
    PresentedKey key = CredentialReader.read(ROUTE, headers("X-API-Key=secret"));

    assertThat(key).hasToString("***");
  }

  @Test
  void aRefusalNamesNothingOfTheRequest() {
    assertThatThrownBy(() -> CredentialReader.read(ROUTE, headers("X-API-Key=one|X-API-Key=two")))
        .hasMessage("credential_ambiguous");
  }

  private static String outcome(MultiMap headers) {
    try {
      return CredentialReader.read(ROUTE, headers).reveal();
    } catch (Refusal refusal) {
      return refusal.reason().code();
    }
  }

  private static MultiMap headers(String fields) {
    MultiMap headers = HttpHeaders.headers();
    for (String field : fields.split("\\|", -1)) {
      String[] parts = field.split("=", 2);
      headers.add(parts[0].strip(), parts[1]);
    }
    return headers;
  }
}
