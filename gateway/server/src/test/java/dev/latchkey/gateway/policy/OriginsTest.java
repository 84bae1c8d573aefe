// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
  @ParameterizedTest
  @CsvSource({
    "https://app.test, https://app.test, true",
    "https://app.test, http://app.test, false",
    "https://app.test, https://app.test:8443, false",
    "https://app.test, https://app.test., false",
    "https://app.test, HTTPS://APP.TEST, false",
    "https://app.test, https://app.test.evil.test, false",
    "https://*.app.test, https://a.app.test, true",
    "https://*.app.test, https://a.b.app.test, true",
    "https://*.app.test, https://app.test, false",
    "https://*.app.test, https://.app.test, false",
    "https://*.app.test, https://evilapp.test, false",
    "https://*.app.test, http://a.app.test, false",
    "https://*.app.test, https://evil.test/.app.test, false",
    "https://*.app.test, https://evil.test:1.app.test, false",
    "https://*.app.test, https://evil.test@a.app.test, false",
    "https://*.app.test:8443, https://a.app.test:8443, true",
    "https://*.app.test:8443, https://a.app.test, false",
    "*, https://anything.test, true",
    "*, null, true",
    "https://app.test, null, false",
  })
  void anOriginIsServedAsConfigured(String configured, String origin, boolean served) {
    assertThat(new Origins(Set.of(configured)).contains(origin)).isEqualTo(served);
  }
}
