// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that ends without the wanted result. Stackless: it is an answer, not a defect. Defects
 * are any other exception; they become INTERNAL_ERROR and are logged where answers are written.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ProblemCode code;
  private final @Nullable String detail;
  private final @Nullable Detail text;
  private final transient List<Fault> faults;

  private Problem(
      ProblemCode code, @Nullable String detail, @Nullable Detail text, List<Fault> faults) {
    super(code.word(), null, false, false);
    this.code = code;
    this.detail = detail;
    this.text = text;
    this.faults = List.copyOf(faults);
  }

  /** With the code's own text. */
  public static Problem of(ProblemCode code) {
    return new Problem(code, null, null, List.of());
  }

  /** With the code's own text and what is wrong where. */
  public static Problem of(ProblemCode code, List<Fault> faults) {
    return new Problem(code, null, null, faults);
  }

  /** With what is wrong at one place. */
  public static Problem of(ProblemCode code, String pointer, FaultCode fault, String... arguments) {
    return of(code, List.of(new Fault(pointer, fault, List.of(arguments))));
  }

  /**
   * With a text of its own, which only exists in English; other languages get the code's text.
   *
   * @param detail for the caller; carries no secret
   */
  public static Problem of(ProblemCode code, @Nullable String detail) {
    return new Problem(code, detail, null, List.of());
  }

  /** With a more precise text, in every language. */
  public static Problem of(ProblemCode code, Detail detail) {
    return new Problem(code, null, detail, List.of());
  }

  /** The same with a more precise text, in every language. */
  public Problem saying(Detail precisely) {
    return new Problem(code, null, precisely, faults);
  }

  public ProblemCode code() {
    return code;
  }

  /** The more precise English text; null for the code's own. */
  public @Nullable String detail() {
    return detail;
  }

  /** The more precise text in every language; null for the code's own. */
  public @Nullable Detail text() {
    return text;
  }

  public List<Fault> faults() {
    return faults;
  }
}
