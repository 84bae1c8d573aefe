// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.seeds;

import static dev.latchkey.app.seeds.Instance.FLAT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.app.seeds.Instance.Reply;

/** Creations by the call centre's own dialect. */
record Flat(Instance at) {
  Reply made(String name) {
    Reply reply = at.post(FLAT, "{\"name\":\"" + at.name(name) + "\",\"scopes\":[\"contacts\"]}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply;
  }

  void refused(String body, String pointer) {
    Reply reply = at.post(FLAT, body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/code")).isEqualTo("validation_failed");
    assertThat(reply.json().findValuesAsText("pointer")).contains(pointer);
  }
}
