// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(AdminExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyListIT {
  private static final String KEYS = "/admin/v1/keys";

  private RunningAdmin admin;
  private String owner;

  @BeforeAll
  void fill(RunningAdmin running) {
    admin = running;
    owner = admin.token("owner");
    make("agent", "Alpha", ",\"tags\":[\"prod\"],\"scopes\":[\"leads:read\"]");
    make("agent", "Bravo", ",\"environment\":\"test\"");
    make("bot", "Charlie", ",\"expiresInDays\":2");
    make("bot", "Đường", "");
    String revoked = make("bot", "Echo", "");
    admin.post(KEYS + "/" + revoked + "/revoke", owner, "{}");
    String disabled = make("bot", "Foxtrot", "");
    admin.post(KEYS + "/" + disabled + "/disable", owner, "{}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                              | Foxtrot,Đường,Charlie,Bravo,Alpha",
        "?sort=createdAt                               | Alpha,Bravo,Charlie,Đường,Foxtrot",
        "?sort=name                                    | Alpha,Bravo,Charlie,Đường,Foxtrot",
        "?sort=-name                                   | Foxtrot,Đường,Charlie,Bravo,Alpha",
        "?sort=expiresAt&limit=1                       | Charlie",
        "?status=revoked                               | Echo",
        "?status=active&profile=bot                    | Đường,Charlie",
        "?status=disabled,revoked                      | Foxtrot,Echo",
        "?status=disabled&status=revoked               | Foxtrot,Echo",
        "?profile=agent                                | Bravo,Alpha",
        "?environment=test                             | Bravo",
        "?tag=prod                                     | Alpha",
        "?scope=leads:read                             | Alpha",
        "?q=duong                                      | Đường",
        "?expiresBefore=2026-12-01T00:00:00Z           | Charlie",
        "?neverUsed=true&profile=agent                 | Bravo,Alpha",
        "?neverUsed=false                              | ''",
        "?createdBefore=2026-11-22T10:00:01Z           | Alpha",
        "?createdAfter=2026-11-22T10:00:04.123Z        | Foxtrot",
        "?lastUsedBefore=2030-01-01T00:00:00Z          | ''"
      })
  void filtersAndOrdersDecideTheRows(String query, String names) {
    Reply reply = admin.get(KEYS + (query == null ? "" : query), owner);

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(String.join(",", names(reply.json()))).isEqualTo(names);
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrRepetition() {
    List<String> names = new ArrayList<>();
    String cursor = "";
    JsonNode page;
    do {
      page = admin.get(KEYS + "?limit=2&sort=name" + cursor, owner).json();
      names.addAll(names(page));
      cursor = "&cursor=" + page.path("nextCursor").asText();
    } while (page.path("hasMore").asBoolean());

    assertThat(names).containsExactly("Alpha", "Bravo", "Charlie", "Đường", "Foxtrot");
    assertThat(page.path("nextCursor").isNull()).isTrue();
  }

  @Test
  void aCursorBelongsToItsTenantFiltersAndOrder() {
    String cursor = admin.get(KEYS + "?limit=1&sort=name", owner).at("/nextCursor");
    String other = admin.token("globex", "owner");

    assertThat(admin.get(KEYS + "?limit=3&sort=name&cursor=" + cursor, owner).status())
        .isEqualTo(200);
    assertThat(admin.get(KEYS + "?sort=-name&cursor=" + cursor, owner).errors())
        .containsExactly("/query/cursor invalid_cursor");
    assertThat(admin.get(KEYS + "?sort=name&profile=bot&cursor=" + cursor, owner).status())
        .isEqualTo(400);
    assertThat(admin.get(KEYS + "?sort=name&cursor=" + cursor, other).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=1e9",
        "limit=0",
        "limit=-1",
        "limit=201",
        "limit=",
        "limit=1&limit=2",
        "sort=(select%201)",
        "sort=digest",
        "cursor=garbage",
        "cursor=",
        "status=dead",
        "createdAfter=yesterday",
        "createdAfter=2026-01-01",
        "neverUsed=yes",
        "scope=LEADS",
        "colour=red"
      })
  void whatTheDocumentDoesNotAllowIs400(String query) {
    Reply reply = admin.get(KEYS + "?" + query, owner);

    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("validation_failed");
    assertThat(reply.errors()).isNotEmpty();
  }

  @Test
  void theTrailIsPagedAndFiltered() {
    JsonNode first = admin.get("/admin/v1/audit-events?limit=3&action=key.create", owner).json();
    JsonNode second =
        admin
            .get(
                "/admin/v1/audit-events?limit=5&action=key.create&cursor="
                    + first.path("nextCursor").asText(),
                owner)
            .json();
    JsonNode event = first.path("data").path(0);

    assertThat(first.path("data")).hasSize(3);
    assertThat(second.path("data")).hasSize(3);
    assertThat(second.path("hasMore").asBoolean()).isFalse();
    assertThat(event.at("/actor/type").asText()).isEqualTo("user");
    assertThat(event.at("/actor/id").asText()).isEqualTo("operator");
    assertThat(event.at("/target/type").asText()).isEqualTo("key");
    assertThat(event.at("/changes/name/after").asText()).isEqualTo("Foxtrot");
    assertThat(event.at("/changes/scopes/after/0").asText()).isEqualTo("bot:talk");
    assertThat(event.path("requestId").asText()).isNotEmpty();
    assertThat(event.path("outcome").asText()).isEqualTo("success");
  }

  private String make(String profile, String name, String rest) {
    String id =
        admin
            .post(
                KEYS,
                owner,
                "{\"profile\":\"" + profile + "\",\"name\":\"" + name + "\"" + rest + "}")
            .at("/key/id");
    admin.clock.advance(Duration.ofSeconds(1));
    return id;
  }

  private static List<String> names(JsonNode page) {
    List<String> names = new ArrayList<>();
    page.path("data").forEach(key -> names.add(key.path("name").asText()));
    return names;
  }
}
