// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import static dev.latchkey.keys.KeyFixture.by;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.KeyActivity.SecretUse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link KeyLedger} lists. Each test has a tenant of its own. */
public abstract class KeyListContract {
  private final Tenant tenant = new Tenant("tenant-" + UUID.randomUUID());

  protected abstract KeyLedger ledger();

  protected abstract KeyActivity activity();

  protected abstract Instant now();

  protected abstract void advance(Duration by);

  @Test
  void aListHidesRevokedKeysUnlessAsked() {
    created(key("alive"));
    KeyFixture revoked = created(key("revoked"));
    Answers.of(ledger().change(by(tenant), revoked.id(), IfVersion.ANY, KeyActions.revoke(null)));

    assertThat(names(query())).containsExactly("alive");
    assertThat(names(query().statuses(KeyStatus.REVOKED))).containsExactly("revoked");
    assertThat(names(query().statuses(KeyStatus.values())))
        .containsExactlyInAnyOrder("alive", "revoked");
  }

  @Test
  void eachStatusIsListedForItself() {
    created(key("active"));
    created(key("scheduled").notBefore(now().plus(Duration.ofDays(1))));
    created(key("expired").expiresAt(now().plus(Duration.ofSeconds(1))));
    KeyFixture disabled = created(key("disabled"));
    Answers.of(ledger().change(by(tenant), disabled.id(), IfVersion.ANY, KeyActions.disable()));
    advance(Duration.ofSeconds(1));

    for (KeyStatus status : KeyStatus.values()) {
      List<String> expected = status == KeyStatus.REVOKED ? List.of() : List.of(status.word());
      assertThat(names(query().statuses(status))).isEqualTo(expected);
    }
  }

  @Test
  void aNameIsFoundWhateverItsCaseAndAccents() {
    created(key("Đồng bộ Khách Hàng"));
    created(key("100% sure_thing"));
    created(key("other"));

    for (String words : List.of("dong bo", "ĐỒNG BỘ", "khach hang", "Bộ kHÁCH")) {
      assertThat(names(query().text(words))).containsExactly("Đồng bộ Khách Hàng");
    }
    assertThat(names(query().text("0% s"))).containsExactly("100% sure_thing");
    assertThat(names(query().text("%"))).containsExactly("100% sure_thing");
  }

  @Test
  void aKeyIsFoundByItsIdAndItsHint() {
    KeyFixture one = created(key("one"));
    created(key("two"));
    Hint hint = one.newKey().key().hint();

    for (String words :
        List.of(one.id().toString(), one.id().shortForm(), hint.masked(), hint.end())) {
      assertThat(names(query().text(words))).containsExactly("one");
    }
  }

  @Test
  void fieldsFilterExactly() {
    created(key("one").scopes("leads:read").tags("crm").environment("live"));
    created(key("two").scopes("leads:write").tags("bots").environment("test").profile("inbox"));

    assertThat(names(query().scope(new Scope("leads:read")))).containsExactly("one");
    assertThat(names(query().tag("bots"))).containsExactly("two");
    assertThat(names(query().environment("live"))).containsExactly("one");
    assertThat(names(query().profile("inbox"))).containsExactly("two");
    assertThat(names(query().consumer("nobody"))).isEmpty();
  }

  @Test
  void timesFilterByCreationExpiryAndLastUse() {
    KeyFixture early = created(key("early").expiresAt(now().plus(Duration.ofDays(10))));
    Instant between = now().plusSeconds(30);
    advance(Duration.ofMinutes(1));
    created(key("late"));
    use(early, now());

    assertThat(names(query().createdBefore(between))).containsExactly("early");
    assertThat(names(query().createdAfter(between))).containsExactly("late");
    assertThat(names(query().expiresBefore(now().plus(Duration.ofDays(11)))))
        .containsExactly("early");
    assertThat(names(query().lastUsedBefore(now().plusSeconds(1)))).containsExactly("early");
    assertThat(names(query().lastUsedBefore(now()))).isEmpty();
    assertThat(names(query().neverUsed(true))).containsExactly("late");
    assertThat(names(query().neverUsed(false))).doesNotContain("late").isNotEmpty();
  }

  @Test
  void pagesByCreationCoverEveryKeyOnceInBothDirections() {
    List<String> oldestFirst = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      created(key("key " + i));
      oldestFirst.add("key " + i);
      if (i % 3 == 0) {
        advance(Duration.ofSeconds(1));
      }
    }

    List<String> ascending =
        pages(query().limit(3), false, KeyQuery.Sort.CREATED_AT, k -> k.created().at().toString());
    List<String> descending =
        pages(query().limit(3), true, KeyQuery.Sort.CREATED_AT, k -> k.created().at().toString());

    assertThat(ascending).containsExactlyInAnyOrderElementsOf(oldestFirst);
    assertThat(descending).isEqualTo(reversed(ascending));
  }

  @Test
  void pagesByNameIgnoreCaseAndAccents() {
    Stream.of("Ánh", "bình", "an", "Đức", "dung", "cường").forEach(name -> created(key(name)));

    List<String> names = pages(query().limit(2), false, KeyQuery.Sort.NAME, ApiKey::name);

    assertThat(names).containsExactly("an", "Ánh", "bình", "cường", "Đức", "dung");
  }

  @Test
  void keysWithoutASortValueComeLastInBothDirections() {
    created(key("soon").expiresAt(now().plus(Duration.ofDays(1))));
    created(key("later").expiresAt(now().plus(Duration.ofDays(2))));
    created(key("never"));
    Function<ApiKey, @Nullable String> expiry =
        key -> {
          Instant end = key.validity().expiresAt();
          return end == null ? null : end.toString();
        };

    assertThat(pages(query().limit(1), false, KeyQuery.Sort.EXPIRES_AT, expiry))
        .containsExactly("soon", "later", "never");
    assertThat(pages(query().limit(1), true, KeyQuery.Sort.EXPIRES_AT, expiry))
        .containsExactly("later", "soon", "never");
  }

  @Test
  void pagesByLastUseCoverUsedAndUnusedKeys() {
    KeyFixture first = created(key("first"));
    KeyFixture second = created(key("second"));
    created(key("unused one"));
    created(key("unused two"));
    use(first, now());
    use(second, now().plus(Duration.ofMinutes(1)));

    List<String> names =
        pages(
            query().limit(1),
            true,
            KeyQuery.Sort.LAST_USED_AT,
            key -> key.lastUsedAt() == null ? null : key.lastUsedAt().toString());

    assertThat(names.subList(0, 2)).containsExactly("second", "first");
    assertThat(names.subList(2, 4)).containsExactlyInAnyOrder("unused one", "unused two");
  }

  @Test
  void anotherTenantsKeysAreNeverListed() {
    created(key("mine"));

    Page<ApiKey> theirs =
        Answers.of(ledger().list(new Tenant("stranger-" + UUID.randomUUID()), KeyQuery.all(10)));

    assertThat(theirs.rows()).isEmpty();
    assertThat(theirs.hasMore()).isFalse();
  }

  private KeyFixture key(String name) {
    return KeyFixture.minted(now()).tenant(tenant).name(name);
  }

  private KeyFixture created(KeyFixture fixture) {
    Answers.of(ledger().create(by(tenant), fixture.newKey()));
    return fixture;
  }

  private void use(KeyFixture key, Instant at) {
    Answers.of(activity().record(List.of(new SecretUse(key.id(), key.secretId(), at))));
  }

  private List<String> names(KeyQueryFixture filter) {
    Page<ApiKey> page = Answers.of(ledger().list(tenant, filter.build()));
    return page.rows().stream().map(ApiKey::name).toList();
  }

  private List<String> pages(
      KeyQueryFixture filter,
      boolean descending,
      KeyQuery.Sort sort,
      Function<ApiKey, @Nullable String> value) {
    List<String> names = new ArrayList<>();
    KeyQuery.Position after = null;
    for (int pages = 0; pages < 20; pages++) {
      Page<ApiKey> page =
          Answers.of(ledger().list(tenant, filter.sorted(sort, descending, after).build()));
      page.rows().forEach(key -> names.add(key.name()));
      if (!page.hasMore()) {
        return names;
      }
      ApiKey last = page.rows().get(page.rows().size() - 1);
      after = new KeyQuery.Position(value.apply(last), last.id());
    }
    throw new AssertionError("pages without end: " + names);
  }

  private static <T> List<T> reversed(List<T> list) {
    List<T> copy = new ArrayList<>();
    list.forEach(each -> copy.add(0, each));
    return copy;
  }

  private static KeyQueryFixture query() {
    return new KeyQueryFixture();
  }
}
