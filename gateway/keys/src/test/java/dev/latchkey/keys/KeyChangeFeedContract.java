// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import static dev.latchkey.keys.FeedRecorder.changeOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.FeedRecorder.Told;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every {@link KeyChangeFeed} does. The subclass builds one and cuts its contact. */
public abstract class KeyChangeFeedContract {
  /** The promise made to the outside: a revocation is known within this time, push or no push. */
  protected static final Duration BOUND = Duration.ofSeconds(6);

  private final FeedRecorder recorder = new FeedRecorder();

  /** The feed under test, one for each test; the subclass closes it. */
  protected abstract KeyChangeFeed feed();

  protected abstract void store(NewKey key);

  protected abstract void change(KeyId id, KeyAction action);

  /** The feed's line to the store is cut. */
  protected abstract void loseContact();

  /** The feed can reach the store again. */
  protected abstract void regainContact();

  protected abstract Instant now();

  @Test
  void startingIsConfirmedAndTellsOfNoChange() {
    store(KeyFixture.minted(now()).newKey());

    Answers.of(feed().start(recorder));

    recorder.await(BOUND, told -> told instanceof Told.Confirmed);
    assertThat(recorder.told()).allMatch(told -> told instanceof Told.Confirmed);
  }

  @Test
  void aNewKeyIsToldAndThenConfirmed() {
    Answers.of(feed().start(recorder));
    KeyFixture key = KeyFixture.minted(now());

    store(key.newKey());

    recorder.await(BOUND, changeOf(key.id()));
    long revision = revisionOf(key.id());
    recorder.await(BOUND, told -> told instanceof Told.Confirmed at && at.revision() >= revision);
  }

  @Test
  void aRevocationIsToldWithALaterRevisionThanTheCreation() {
    Answers.of(feed().start(recorder));
    KeyFixture key = KeyFixture.minted(now());
    store(key.newKey());
    recorder.await(BOUND, changeOf(key.id()));
    long created = revisionOf(key.id());
    recorder.forget();

    change(key.id(), KeyActions.revoke(null));

    recorder.await(BOUND, changeOf(key.id()));
    assertThat(revisionOf(key.id())).isGreaterThan(created);
  }

  @Test
  void aChangeMadeWhileContactIsLostIsToldAfterwards() {
    KeyFixture key = KeyFixture.minted(now());
    store(key.newKey());
    Answers.of(feed().start(recorder));
    recorder.forget();

    loseContact();
    change(key.id(), KeyActions.revoke(null));
    regainContact();

    recorder.await(BOUND, changeOf(key.id()));
    recorder.await(BOUND, told -> told instanceof Told.Confirmed);
  }

  @Test
  void theLossOfContactIsToldOnce() {
    Answers.of(feed().start(recorder));

    loseContact();
    recorder.await(BOUND, told -> told instanceof Told.Lost);
    recorder.forget();
    regainContact();
    recorder.await(BOUND, told -> told instanceof Told.Confirmed);

    assertThat(recorder.told()).noneMatch(told -> told instanceof Told.Lost);
  }

  @Test
  void confirmationsSayWhetherForeignKeysExist() {
    Answers.of(feed().start(recorder));
    String secret = "imported-" + KeyFixture.minted(now()).secret().reveal();

    store(KeyFixture.imported(secret, now()).newKey());

    recorder.await(BOUND, told -> told instanceof Told.Confirmed at && at.acceptsForeign());
  }

  private long revisionOf(KeyId id) {
    Told told = recorder.await(BOUND, changeOf(id));
    return told instanceof Told.Changed changed
        ? changed.revision()
        : ((Told.ManyChanged) told).revision();
  }
}
