// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import dev.latchkey.keys.Actor;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.KeyAction;
import dev.latchkey.keys.LedgerException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Puts tags on a key, or takes them off. */
final class TagAction implements KeyAction {
  /** Tags of one key. */
  private static final int MOST = 20;

  private final List<String> tags;
  private final boolean add;

  TagAction(List<String> tags, boolean add) {
    this.tags = List.copyOf(tags);
    this.add = add;
  }

  @Override
  public String verb() {
    return "key.update";
  }

  @Override
  public ApiKey apply(ApiKey current, Instant now, Actor by) {
    List<String> next = new ArrayList<>(current.tags());
    next.removeAll(tags);
    if (add) {
      next = new ArrayList<>(current.tags());
      for (String tag : tags) {
        if (!next.contains(tag)) {
          next.add(tag);
        }
      }
    }
    if (next.size() > MOST) {
      throw new LedgerException(
          LedgerException.Reason.INVALID_STATE, "a key has at most " + MOST + " tags");
    }
    return next.equals(current.tags()) ? current : current.edit().tags(next).done(now, by);
  }
}
