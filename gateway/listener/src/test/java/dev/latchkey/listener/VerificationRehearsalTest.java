// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;

class VerificationRehearsalTest {
  @Test
  void authoritiesOfRsaAndOfEllipticCurvesAreVerified() throws GeneralSecurityException {
    assertThat(VerificationRehearsal.run()).isGreaterThanOrEqualTo(2);
  }
}
