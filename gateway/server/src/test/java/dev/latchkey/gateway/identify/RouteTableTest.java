// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.gateway.accept.CanonicalTarget;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {
  private static final List<Route> ROUTES =
      List.of(
          Routes.at("root", "/"),
          Routes.at("orders", "/api/orders/**", "GET", "HEAD"),
          Routes.at("orders-any", "/api/orders/**"),
          Routes.at("order", "/api/orders/{id}", "GET"),
          Routes.at("export", "/api/orders/export", "GET"),
          Routes.at("lines", "/api/orders/{id}/lines/**"),
          Routes.at("admin", "/api/admin/**"),
          Routes.at("exact", "/exact"),
          Routes.onHost("inner.test", "inner", "/api/**"),
          Routes.onHost("inner.test", "inner-orders", "/api/orders/**", "GET"));

  @ParameterizedTest(name = "{0} {1}{2} is {3}")
  @CsvSource({
    "GET,    -,            /,                        root",
    "GET,    -,            /api/orders,              orders",
    "GET,    -,            /api/orders/,             orders",
    "POST,   -,            /api/orders,              orders-any",
    "GET,    -,            /api/orders/7,            order",
    "GET,    -,            /api/orders/7/,           order",
    "GET,    -,            /api/orders/export,       export",
    "GET,    -,            /api/orders/%65xport,     export",
    "GET,    -,            /api/orders/7/x,          orders",
    "GET,    -,            /api/orders/7/lines,      lines",
    "GET,    -,            /api/orders/export/lines, lines",
    "GET,    -,            /api/admin/x/y/z,         admin",
    "GET,    -,            /exact/,                  exact",
    "GET,    inner.test,   /api/orders/7,            inner-orders",
    "GET,    INNER.test:1, /api/orders/7,            inner-orders",
    "GET,    inner.test.,  /api/x,                   inner",
    "GET,    inner.test,   /exact,                   exact",
    "GET,    xinner.test,  /api/orders/7,            order"
  })
  void theMostSpecificPathDecides(String method, String host, String path, String id) {
    assertThat(table(ROUTES).find(host, method, CanonicalTarget.parse(path)).id()).isEqualTo(id);
  }

  @Test
  void theOrderOfTheFileDecidesNothing() {
    List<Route> backwards = new ArrayList<>(ROUTES);
    Collections.reverse(backwards);

    for (String path : List.of("/api/orders/7", "/api/orders/export", "/api/admin/x")) {
      CanonicalTarget target = CanonicalTarget.parse(path);
      assertThat(table(backwards).find("a", "GET", target))
          .isEqualTo(table(ROUTES).find("a", "GET", target));
    }
  }

  @ParameterizedTest(name = "{0} is no path of ours")
  @CsvSource({"/apix/orders", "/api", "/api-admin", "/API/orders", "/exact/x", "/api/adminx"})
  void aPathIsMatchedBySegmentsAndLetterCase(String path) {
    assertThat(refusalOf("-", "GET", path).reason()).isEqualTo(Reason.ROUTE_NOT_FOUND);
  }

  @Test
  void aMethodThatTheNarrowRouteLacksNeverFallsBackToAWiderOne() {
    Refusal order = refusalOf("-", "DELETE", "/api/orders/7");
    Refusal inner = refusalOf("inner.test", "POST", "/api/orders/7");

    assertThat(order.reason()).isEqualTo(Reason.METHOD_NOT_ALLOWED);
    assertThat(order.allow()).isEqualTo("GET");
    assertThat(inner.reason()).isEqualTo(Reason.METHOD_NOT_ALLOWED);
  }

  @Test
  void aMethodIsComparedByLetterCase() {
    assertThat(refusalOf("-", "get", "/api/orders/7").reason())
        .isEqualTo(Reason.METHOD_NOT_ALLOWED);
  }

  @Test
  void allowNamesTheMethodsOfEveryRouteOfThePath() {
    RouteTable table =
        table(List.of(Routes.at("b", "/x", "POST", "PUT"), Routes.at("a", "/x", "GET", "HEAD")));

    assertThatThrownBy(() -> table.find("-", "DELETE", CanonicalTarget.parse("/x")))
        .extracting(refusal -> ((Refusal) refusal).allow())
        .isEqualTo("GET, HEAD, POST, PUT");
  }

  private static Refusal refusalOf(String host, String method, String path) {
    try {
      Route found = table(ROUTES).find(host, method, CanonicalTarget.parse(path));
      throw new AssertionError("found " + found.id());
    } catch (Refusal refusal) {
      return refusal;
    }
  }

  private static RouteTable table(List<Route> routes) {
    return new RouteTable(routes);
  }
}
