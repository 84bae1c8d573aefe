// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CanaryTest {
  private final String secret = UUID.randomUUID().toString();

  @Test
  void aSecretIsFoundInWhateverDisguise() {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    Canary.release("the secret", secret);

    for (String form :
        List.of(
            secret,
            new StringBuilder(secret).reverse().toString(),
            HexFormat.of().formatHex(bytes),
            Base64.getEncoder().encodeToString(bytes))) {
      assertThat(Canary.foundIn("before " + form + " after")).containsExactly("the secret");
    }
    assertThat(Canary.foundIn("nothing of the kind is in this text")).isEmpty();
  }

  @Test
  void theComplaintNamesTheSecretAndDoesNotRepeatIt() {
    Canary.release("the secret", secret);

    assertThatThrownBy(() -> Canary.requireNoneIn("the log", "x" + secret))
        .isInstanceOf(AssertionError.class)
        .hasMessage("secrets in the log: [the secret]");
  }
}
