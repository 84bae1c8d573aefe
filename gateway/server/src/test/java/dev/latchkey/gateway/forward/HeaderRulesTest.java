// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.accept.Exchanges;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authenticate.KeyStates;
import dev.latchkey.gateway.forward.client.Fields;
import dev.latchkey.gateway.identify.Routes;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import dev.latchkey.keys.KeyId;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderRulesTest {
  private static final HeaderRules RULES =
      new HeaderRules("latchkey", List.of("X-API-Key", "Authorization"));
  private static final KeyId ID = new KeyId(UUID.randomUUID());
  private static final KeyState KEY = KeyStates.limited(ID);

  @ParameterizedTest(name = "{0} does not go upstream")
  @ValueSource(
      strings = {
        "Connection",
        "Keep-Alive",
        "Proxy-Authenticate",
        "Proxy-Authorization",
        "Proxy-Connection",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "transfer_encoding",
        "Upgrade",
        "HTTP2-Settings",
        "Host",
        "Expect",
        "X-API-Key",
        "x_api_key",
        "Authorization",
        "X-Latchkey-Anything",
        "x_latchkey_anything",
        "X-LATCHKEY_Admin",
        "X-Original-URL",
        "X-Rewrite-URL",
        "X-Original-URI",
        "X-Original-Method",
        "X-Middleware-Subrequest",
        "X-HTTP-Method-Override",
        "X-HTTP-Method",
        "X-Method-Override",
        "X-Forwarded-Prefix",
        "X-Forwarded-Port",
        "X-Forwarded-Server",
        "X-Forwarded-Ssl",
        "X-Real-IP",
        "X-Forwarded-User",
        "X-Client-IP",
        "True-Client-IP",
        "CF-Connecting-IP",
        "X-Envoy-Original-Path",
        "X-Gateway-Origin",
        "X-Accel-Redirect",
        "X.Latchkey.Scopes",
        "Transfer_Encoding",
        "Forwarded",
        "tracestate"
      })
  void isDroppedOnTheWayUp(String name) {
    assertThat(upstream(HttpHeaders.headers().add(name, "forged"), KEY).contains(name)).isFalse();
  }

  @ParameterizedTest(name = "{0} goes upstream")
  @ValueSource(
      strings = {
        "Accept",
        "Content-Type",
        "Cookie",
        "User-Agent",
        "X-API-Key-Id",
        "X-Latchkeys",
        "Origin",
        "X-Custom",
        "If-None-Match",
        "Range",
        "Last-Event-ID"
      })
  void isPassedOnTheWayUp(String name) {
    MultiMap in = HttpHeaders.headers().add(name, "a").add(name, "b");

    assertThat(upstream(in, KEY).getAll(name)).containsExactly("a", "b");
  }

  @ParameterizedTest(name = "{0} does not come back")
  @ValueSource(
      strings = {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "TE", "Trailer", "Transfer-Encoding",
        "Upgrade", "X-Request-Id", "X-Accel-Redirect", "X-Accel-Buffering", "X-Sendfile", "Alt-Svc",
        "X-API-Key", "X-Latchkey-Tenant", "X-Gateway-Origin"
      })
  void isDroppedOnTheWayDown(String name) {
    assertThat(client(HttpHeaders.headers().add(name, "a")).contains(name)).isFalse();
  }

  @ParameterizedTest(name = "{0} comes back")
  @ValueSource(
      strings = {"Content-Type", "Content-Length", "Set-Cookie", "WWW-Authenticate", "ETag", "Via"})
  void isPassedOnTheWayDown(String name) {
    MultiMap in = HttpHeaders.headers().add(name, "1").add(name, "2");

    assertThat(client(in).getAll(name)).containsExactly("1", "2");
  }

  @ParameterizedTest(name = "Connection: {0}")
  @CsvSource({
    "'X-Secret',                 false",
    "'close, x_secret',          false",
    "'keep-alive ,  X-SECRET ,', false",
    "'keep-alive',               true",
    "'close',                    true",
    "',,',                       true",
    "'X-Secret-Not',             true"
  })
  void whatConnectionNamesStaysBehindBothWays(String connection, boolean kept) {
    MultiMap in = HttpHeaders.headers().add("Connection", connection).add("X-Secret", "1");

    assertThat(upstream(in, KEY).contains("X-Secret")).isEqualTo(kept);
    assertThat(client(in).contains("X-Secret")).isEqualTo(kept);
  }

  @Test
  void connectionCannotTakeFramingOrIdentityAway() {
    MultiMap in =
        HttpHeaders.headers()
            .add("Connection", "Content-Length, X-Latchkey-Key-Id, X-Forwarded-For, X-Request-Id")
            .add("Content-Length", "5");

    MultiMap out = upstream(in, KEY);

    assertThat(out.get("Content-Length")).isEqualTo("5");
    assertThat(out.get("X-Latchkey-Key-Id")).isEqualTo(ID.toString());
    assertThat(out.get("X-Forwarded-For")).isEqualTo("192.0.2.1");
    assertThat(out.get("X-Request-Id")).isEqualTo("id-1");
  }

  @Test
  void identityIsOursAndStandsOnce() {
    MultiMap in =
        HttpHeaders.headers().add("X-Latchkey-Key-Id", "forged").add("x_latchkey_key_id", "forged");

    MultiMap out = upstream(in, KEY);

    assertThat(out.getAll("X-Latchkey-Key-Id")).containsExactly(ID.toString());
    assertThat(out.get("X-Latchkey-Key-Name")).isEqualTo("CRM%20sync");
    assertThat(out.get("X-Latchkey-Tenant")).isEqualTo("acme");
    assertThat(out.get("X-Latchkey-Profile")).isEqualTo("agent");
    assertThat(out.contains("X-Latchkey-Environment")).isFalse();
    assertThat(out.contains("X-Latchkey-Consumer")).isFalse();
  }

  @Test
  void withoutAKeyThereIsNoIdentity() {
    MultiMap out = upstream(HttpHeaders.headers().add("X-Latchkey-Tenant", "forged"), null);

    assertThat(out.names())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("x-latchkey"));
  }

  @Test
  void viaIsAppended() {
    assertThat(upstream(HttpHeaders.headers(), KEY).getAll("Via")).containsExactly("1.1 latchkey");
    assertThat(upstream(HttpHeaders.headers().add("Via", "1.0 a"), KEY).getAll("Via"))
        .containsExactly("1.0 a", "1.1 latchkey");
  }

  @Test
  void whatWasHereBeforeIsRefused() {
    MultiMap in = HttpHeaders.headers().add("Via", "1.1 edge, 1.1 latchkey, 1.1 inner");

    assertThatThrownBy(() -> RULES.refuseLoop(in))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(Reason.LOOP_DETECTED));
    RULES.refuseLoop(HttpHeaders.headers().add("Via", "1.1 edge"));
  }

  @Test
  void whatAKeyWasAnsweredIsPrivateUnlessTheUpstreamKnowsBetter() {
    MultiMap silent = answered(200, HttpHeaders.headers(), KEY);
    MultiMap open = answered(200, HttpHeaders.headers(), null);
    MultiMap told = answered(200, HttpHeaders.headers().add("Cache-Control", "max-age=60"), KEY);

    assertThat(silent.getAll("Cache-Control")).containsExactly("private");
    assertThat(open.contains("Cache-Control")).isFalse();
    assertThat(told.getAll("Cache-Control")).containsExactly("max-age=60");
  }

  @Test
  void anUpstreamsOwnChallengeIsMarkedAsItsOwn() {
    assertThat(answered(401, HttpHeaders.headers(), KEY).get("X-Gateway-Origin"))
        .isEqualTo("upstream");
    assertThat(answered(403, HttpHeaders.headers(), KEY).contains("X-Gateway-Origin")).isFalse();
  }

  private static MultiMap upstream(MultiMap in, @Nullable KeyState key) {
    MultiMap out = HttpHeaders.headers();
    Exchange exchange = Exchanges.exchange(in, "id-1", "192.0.2.1", false);
    RULES.toUpstream(KeyStates.caller(exchange, Routes.at("r", "/x"), key), out::add);
    return out;
  }

  private static MultiMap client(MultiMap in) {
    return answered(200, in, KEY);
  }

  private static MultiMap answered(int status, MultiMap in, @Nullable KeyState key) {
    MultiMap out = HttpHeaders.headers();
    Exchange exchange = Exchanges.exchange(HttpHeaders.headers(), "id-1", "192.0.2.1", false);
    RULES.toClient(
        KeyStates.caller(exchange, Routes.at("r", "/x"), key), status, Fields.of(in), out);
    return out;
  }
}
