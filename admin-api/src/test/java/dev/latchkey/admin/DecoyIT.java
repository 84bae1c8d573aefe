// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Decoys, and keys that are tried where they open nothing. */
class DecoyIT extends LeakScene {
  @Test
  void aDecoyIsShownOnceListedWithoutItsTextAndTakenAway() {
    Reply laid = lay();
    Reply list = admin.get(DECOYS, owner);

    assertThat(laid.status()).isEqualTo(201);
    assertThat(laid.at("/secret")).startsWith("sk_live_");
    assertThat(list.at("/data/0/name")).isEqualTo("in the old wiki");
    assertThat(list.text()).doesNotContain(laid.at("/secret"));
    assertThat(admin.get("/admin/v1/keys", owner).json().path("data")).isEmpty();
    String path = DECOYS + "/" + laid.at("/decoy/id");
    assertThat(admin.send("DELETE", path, admin.token("globex", "owner"), null).status())
        .isEqualTo(404);
    assertThat(admin.send("DELETE", path, owner, null).status()).isEqualTo(204);
    assertThat(admin.get(DECOYS, owner).json().path("data")).isEmpty();
  }

  @Test
  void aDecoyThatSomebodyTriesHereTellsOnHim() {
    Reply laid = lay();

    Reply tried = admin.get("/admin/v1/keys", laid.at("/secret"));

    assertThat(tried.status()).isEqualTo(401);
    assertThat(tried.at("/detail")).contains("API key");
    Reply events = awaitEvent("decoy.used");
    assertThat(events.at("/data/0/target/id")).isEqualTo(laid.at("/decoy/id"));
    assertThat(events.at("/data/0/address")).isEqualTo("127.0.0.1");
    assertThat(events.at("/data/0/changes/path/after")).isEqualTo("/admin/v1/keys");
    assertThat(admin.get(DECOYS, owner).at("/data/0/uses")).isEqualTo("1");
  }

  @Test
  void apiKeysAreRefusedHereWhereverTheyAreSent() {
    String key = create("agent").at("/secret");

    for (String header : new String[] {"X-API-Key", "X-Agent-Token", "x-api-token"}) {
      Reply reply = admin.send("GET", "/admin/v1/keys", null, null, header, key);
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.at("/detail")).startsWith("This is an API key");
    }
    Reply vietnamese = admin.send("GET", "/admin/v1/keys", key, null, "Accept-Language", "vi");
    assertThat(vietnamese.at("/detail")).startsWith("Đây là một khóa API");
  }

  @Test
  void reportsAndDecoysComeInPages() {
    lay();
    lay();
    lay();

    Reply first = admin.get(DECOYS + "?limit=2", owner);
    Reply second = admin.get(DECOYS + "?limit=2&cursor=" + first.at("/nextCursor"), owner);

    assertThat(first.json().path("data")).hasSize(2);
    assertThat(second.json().path("data")).hasSize(1);
    assertThat(second.json().path("hasMore").asBoolean()).isFalse();
    assertThat(admin.get(LEAKS + "?cursor=" + first.at("/nextCursor"), owner).errors())
        .containsExactly("/query/cursor invalid_cursor");
  }
}
