// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTargetTest {
  @ParameterizedTest(name = "{0} has more than one reading")
  @ValueSource(
      strings = {
        // Dot segments, in every spelling.
        "/public/../api/admin/x",
        "/public/./x",
        "/..",
        "/.",
        "/x/..",
        "/public/%2e%2e/api/admin/x",
        "/public/%2E./x",
        "/public/.%2e/x",
        "/public/%2e/x",
        // Dots before parameters, which servlet containers cut off first.
        "/public/..;x=1/api/admin/x",
        "/public/.;/../api",
        "/public/..%3bx/api",
        "/public/%2e%2e%3b/api",
        "/public/;/api",
        "/public/x;v=1",
        "/public/x%3bv=1",
        "/public/x%3B",
        // Slashes and backslashes in disguise.
        "/api/orders%2f..%2fadmin",
        "/public%2Fadmin",
        "/public\\..\\api\\admin",
        "/public%5c..%5capi",
        // Bytes that decode once more.
        "/public/%252e%252e/api/admin",
        "/public/%25%32%65%25%32%65/api",
        "/public/%252%65/api",
        "/public/%252F",
        // Empty segments.
        "//evil/api",
        "/public//x",
        "/public/x//",
        // What some servers trim.
        "/api/admin.",
        "/api/admin./x",
        "/api/admin%20",
        "/api/admin%09",
        "/api../admin/x",
        "/api%2e%2e/admin",
        "/api..;/admin",
        // Control bytes, and what is not percent-encoded UTF-8 in its shortest form.
        "/public/%0d%0aX-User-Id:%201",
        "/public/%00",
        "/public/%7f",
        "/public/%c2%80",
        "/public/%c0%ae%c0%ae/",
        "/public/%e0%80%af",
        "/public/%f0%80%80%af",
        "/public/%ed%a0%80",
        "/public/%f4%90%80%80",
        "/public/%c3",
        "/public/%c3x",
        "/public/%80",
        "/public/%ff",
        "/public/%u002e",
        "/public/%zz",
        "/public/%",
        "/public/%4",
        "/public/\u00e9",
        "/public/\uff0f",
        // What only a fragment, a blank or a broken client would send.
        "/public#/../api/admin",
        "/public?a#b",
        "/public?a b",
        "/public?\u00e9",
        "/a b",
        "/a\tb",
        "",
        "?x",
        "public",
        "@evil/x",
        "*"
      })
  void isRefused(String target) {
    assertThatThrownBy(() -> CanonicalTarget.parse(target))
        .isInstanceOf(Refusal.class)
        .extracting(refusal -> ((Refusal) refusal).reason())
        .isEqualTo(Reason.AMBIGUOUS_PATH);
  }

  @ParameterizedTest(name = "{0} is forwarded byte for byte")
  @ValueSource(
      strings = {
        "/",
        "/a",
        "/a/",
        "/a/b?",
        "/a?x=/../api/admin&y=%zz&z=a;b",
        "/a?x=\"<>|{}",
        "/docs/%23/%3f/%3D",
        "/caf%C3%A9/%E2%82%AC/%F0%9F%9A%80",
        "/full%ef%bc%8fwidth",
        "/100%25",
        "/100%25x",
        "/%25g0",
        "/a%20b",
        "/%20a",
        "/.well-known/x",
        "/...x",
        "/a.b.c",
        "/robots.txt",
        "/~user/!$&'()*+,=:@",
        "/%7Euser",
        "/api/*/x",
        "/api/**",
        "/api/:id",
        "/api/%7Bid%7D"
      })
  void isForwardedAsItCame(String target) {
    assertThat(CanonicalTarget.parse(target).forwardable(0)).isEqualTo(target);
  }

  @Test
  void segmentsAreDecodedOnce() {
    CanonicalTarget target = CanonicalTarget.parse("/caf%C3%A9/a%20b/%25x/plain/?q=%41");

    assertThat(IntStream.range(0, target.segments()).mapToObj(target::segment))
        .containsExactly("café", "a b", "%x", "plain");
    assertThat(target.query()).isEqualTo("q=%41");
    assertThat(target.path()).isEqualTo("/caf%C3%A9/a%20b/%25x/plain/");
  }

  @Test
  void encodedLettersAreTheLettersThemselves() {
    CanonicalTarget target = CanonicalTarget.parse("/%61dmin");

    assertThat(target.segment(0)).isEqualTo("admin");
    assertThat(target.forwardable(0)).isEqualTo("/%61dmin");
  }

  @ParameterizedTest(name = "{0} without {1} segments is {2}")
  @CsvSource({
    "/api,            1, /",
    "/api/,           1, /",
    "/api?q,          1, /?q",
    "/api/?q,         1, /?q",
    "/api/x,          1, /x",
    "/api/x/,         1, /x/",
    "/api/x%20y/z?q=/,2, /z?q=/",
    "/a/b/c,          3, /",
    "/a/b/c,          0, /a/b/c"
  })
  void strippingLeavesWholeSegments(String target, int stripped, String rest) {
    assertThat(CanonicalTarget.parse(target).forwardable(stripped)).isEqualTo(rest);
  }

  @Test
  void hundredsOfSegmentsAreRefused() {
    assertThat(CanonicalTarget.parse("/a".repeat(255)).segments()).isEqualTo(255);
    assertThatThrownBy(() -> CanonicalTarget.parse("/a".repeat(256))).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> CanonicalTarget.parse("/a/..".repeat(1_000)))
        .isInstanceOf(Refusal.class);
  }
}
