// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.accept.Exchanges;
import dev.latchkey.gateway.forward.client.Fields;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String VALID = "00-" + TRACE + "-00f067aa0ba902b7-01";
  private static final String ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String NEW = "00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-00";

  @Test
  void aValidOneGoesOnWithItsState() {
    MultiMap in = HttpHeaders.headers().add("traceparent", VALID);
    in.add("tracestate", "a=1").add("tracestate", "b=2");

    MultiMap out = written(in, ID);

    assertThat(out.getAll("traceparent")).containsExactly(VALID);
    assertThat(out.getAll("tracestate")).containsExactly("a=1", "b=2");
  }

  @ParameterizedTest(name = "\"{0}\" starts anew")
  @ValueSource(
      strings = {
        "",
        "00",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
        "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01"
      })
  void anInvalidOneStartsAnewAndLosesItsState(String parent) {
    MultiMap in = HttpHeaders.headers().add("traceparent", parent).add("tracestate", "a=1");

    MultiMap out = written(in, ID);

    assertThat(out.get("traceparent")).startsWith("00-" + ID).matches(NEW);
    assertThat(out.contains("tracestate")).isFalse();
  }

  @Test
  void twoAreNone() {
    MultiMap in = HttpHeaders.headers().add("traceparent", VALID).add("traceparent", VALID);

    assertThat(written(in, ID).getAll("traceparent")).singleElement().isNotEqualTo(VALID);
  }

  @ParameterizedTest(name = "so it does with the request id {0}")
  @ValueSource(
      strings = {
        "my-own",
        "00000000000000000000000000000000",
        "4bf92f3577b34da60000000000000000",
        "4BF92F3577B34DA6A3CE929D0E0E4736"
      })
  void aRequestIdThatIsNoTraceIdStillStartsOne(String id) {
    assertThat(written(HttpHeaders.headers(), id).get("traceparent")).matches(NEW);
  }

  private static MultiMap written(MultiMap in, String id) {
    MultiMap out = HttpHeaders.headers();
    TraceContext.write(Exchanges.exchange(in, id, "192.0.2.1", false), Fields.of(in), out::add);
    return out;
  }
}
