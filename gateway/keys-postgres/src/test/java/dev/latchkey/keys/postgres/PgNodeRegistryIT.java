// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.NodeRegistry;
import dev.latchkey.keys.NodeRegistry.Node;
import dev.latchkey.keys.NodeRegistry.Self;
import dev.latchkey.keys.NodeRegistry.View;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PgNodeRegistryIT {
  private final TestDatabase database;
  private final StoreUnderTest store;
  private final NodeRegistry nodes;

  PgNodeRegistryIT(TestDatabase database) {
    this.database = database;
    this.store = new StoreUnderTest(database.settings());
    this.nodes = store.store().control().nodes();
  }

  @BeforeEach
  void forgetEarlierNodes() {
    database.execute("DELETE FROM latchkey.node");
  }

  @AfterEach
  void closeTheStore() {
    store.close();
  }

  @Test
  void withoutGatewaysThereIsOnlyTheSequence() {
    assertThat(view().nodes()).isEmpty();
  }

  @Test
  void aGatewayIsBehindUntilItHasAppliedTheNewestChange() {
    Self gateway = gateway("a:8080", 300);
    Answers.of(nodes.acknowledge(gateway, view().revision()));
    assertThat(view().nodes().get(0).lag()).isZero();

    store.create(KeyFixture.minted(store.clock().instant()).newKey());
    View behind = view();
    Answers.of(nodes.acknowledge(gateway, behind.revision()));

    assertThat(behind.nodes().get(0).revision()).isLessThan(behind.revision());
    assertThat(behind.nodes().get(0).lag()).isPositive();
    assertThat(view().nodes())
        .singleElement()
        .satisfies(node -> assertThat(node.revision()).isEqualTo(behind.revision()))
        .satisfies(node -> assertThat(node.lag()).isZero());
  }

  @Test
  void aGatewayThatStoppedInOrderIsForgottenAtOnce() {
    Self gateway = gateway("a:8080", 300);
    Answers.of(nodes.acknowledge(gateway, 0));

    Answers.of(nodes.leave(gateway));

    assertThat(view().nodes()).isEmpty();
  }

  @Test
  void aSilentGatewayStaysInViewForAsLongAsItMayServe() {
    Answers.of(nodes.acknowledge(gateway("long:8080", 300), 0));
    Answers.of(nodes.acknowledge(gateway("strict:8080", 0), 0));

    database.execute("UPDATE latchkey.node SET last_seen_at = last_seen_at - interval '11 s'");
    assertThat(view().nodes()).extracting(Node::name).containsExactly("long:8080");
    assertThat(view().nodes()).allMatch(Node::silent);

    database.execute("UPDATE latchkey.node SET last_seen_at = last_seen_at - interval '300 s'");
    assertThat(view().nodes()).isEmpty();
  }

  @Test
  void rowsOfKilledGatewaysGoWithTheNextThatLeaves() {
    Self gateway = gateway("alive:8080", 300);
    Answers.of(nodes.acknowledge(gateway("killed:8080", 300), 0));
    database.execute("UPDATE latchkey.node SET last_seen_at = last_seen_at - interval '2 h'");
    Answers.of(nodes.acknowledge(gateway, 0));

    Answers.of(nodes.leave(gateway));

    assertThat(database.query("SELECT name FROM latchkey.node")).isEmpty();
  }

  private View view() {
    return Answers.of(nodes.view());
  }

  private static Self gateway(String name, int staleSeconds) {
    return new Self(UUID.randomUUID(), name, Duration.ofSeconds(staleSeconds));
  }
}
