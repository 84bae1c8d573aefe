// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.explain;

import dev.latchkey.gateway.refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a walk has found so far. One thread. */
final class Findings {
  private final List<Explanation.Check> checks = new ArrayList<>();
  private List<String> required = List.of();
  private @Nullable Reason first;

  void requires(List<String> scopes) {
    required = scopes;
  }

  void pass(String check, String detail) {
    checks.add(new Explanation.Check(check, true, detail));
  }

  /** Tells of an objection that refuses nothing. */
  void warn(String check, String detail) {
    checks.add(new Explanation.Check(check, false, detail));
  }

  void fail(String check, Reason reason, String detail) {
    checks.add(new Explanation.Check(check, false, detail));
    first = first == null ? reason : first;
  }

  /** Whether nothing was objected to yet. */
  boolean clear() {
    return first == null;
  }

  Explanation done() {
    return new Explanation(checks, required, first);
  }
}
