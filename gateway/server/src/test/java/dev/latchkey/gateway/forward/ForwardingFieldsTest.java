// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.accept.Exchanges;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authenticate.KeyStates;
import dev.latchkey.gateway.identify.Routes;
import dev.latchkey.keys.KeyId;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What upstreams hear of the client's address, scheme and host, by the rules for all fields. */
class ForwardingFieldsTest {
  private static final HeaderRules RULES = new HeaderRules("latchkey", List.of("X-API-Key"));

  @Test
  void aStrangersForwardingFieldsAreReplaced() {
    MultiMap out = upstream("192.0.2.1", false, forwarded());

    assertThat(out.getAll("X-Forwarded-For")).containsExactly("192.0.2.1");
    assertThat(out.getAll("X-Forwarded-Proto")).containsExactly("http");
    assertThat(out.getAll("X-Forwarded-Host")).containsExactly("api.test");
  }

  @Test
  void aTrustedProxysForwardingFieldsAreKeptAndAddedTo() {
    MultiMap in = forwarded().add("X-Forwarded-For", "203.0.113.8");

    MultiMap out = upstream("10.0.0.1", true, in);

    assertThat(out.getAll("X-Forwarded-For")).containsExactly("203.0.113.7, 203.0.113.8, 10.0.0.1");
    assertThat(out.getAll("X-Forwarded-Proto")).containsExactly("https");
    assertThat(out.getAll("X-Forwarded-Host")).containsExactly("shop.test");
  }

  private static MultiMap forwarded() {
    return HttpHeaders.headers()
        .add("Host", "api.test")
        .add("X-Forwarded-For", "203.0.113.7")
        .add("X-Forwarded-Proto", "https")
        .add("X-Forwarded-Host", "shop.test");
  }

  private static MultiMap upstream(String peer, boolean trusted, MultiMap in) {
    MultiMap out = HttpHeaders.headers();
    Exchange exchange = Exchanges.exchange(in, "id-1", peer, trusted);
    KeyState key = KeyStates.limited(new KeyId(UUID.randomUUID()));
    RULES.toUpstream(KeyStates.caller(exchange, Routes.at("r", "/x"), key), out::add);
    return out;
  }
}
