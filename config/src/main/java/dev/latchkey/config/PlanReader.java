// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import dev.latchkey.config.LimitReader.PlacedLimit;
import dev.latchkey.config.PlanConfig.QuotaConfig;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One entry of {@code plans}. */
final class PlanReader {
  private final Text id;
  private final Section section;

  PlanReader(Text id, Section section) {
    this.id = id;
    this.section = section;
  }

  PlanConfig read() {
    LimitReader reader = LimitReader.scoped();
    List<PlacedLimit> limits = reader.limits(section, "limits");
    List<QuotaConfig> quotas = reader.quotas(section, "quotas");
    List<PlacedLimit> ceilings = new LimitReader().limits(section, "ceilings");
    List<QuotaConfig> quotaCeilings = new LimitReader().quotas(section, "quotaCeilings");
    section.finish();
    checkOrder(limits);
    checkQuotas(quotas);
    checkCeilings(limits, ceilings);
    checkQuotaCeilings(quotas, quotaCeilings);
    return new PlanConfig(
        id.value(), LimitReader.plain(limits), quotas, LimitReader.plain(ceilings), quotaCeilings);
  }

  /** A longer window that allows less would make the shorter one meaningless. */
  private void checkOrder(List<PlacedLimit> limits) {
    List<PlacedLimit> byWindow =
        limits.stream().sorted(Comparator.comparing(placed -> placed.limit().window())).toList();
    for (int i = 1; i < byWindow.size(); i++) {
      LimitConfig shorter = byWindow.get(i - 1).limit();
      LimitConfig longer = byWindow.get(i).limit();
      if (longer.limit() < shorter.limit() && !longer.window().equals(shorter.window())) {
        section
            .reading()
            .problem(
                byWindow.get(i).place(),
                "\""
                    + longer.name()
                    + "\" allows fewer calls than \""
                    + shorter.name()
                    + "\" in a longer window",
                "at least " + shorter.limit() + ", or lower \"" + shorter.name() + "\"");
      }
    }
  }

  private void checkQuotas(List<QuotaConfig> quotas) {
    for (QuotaConfig month : quotas) {
      for (QuotaConfig day : quotas) {
        boolean inverted = month.period().equals("month") && day.period().equals("day");
        if (inverted && month.limit() < day.limit()) {
          section
              .reading()
              .problem(
                  section.placeOf("quotas"),
                  "\""
                      + month.name()
                      + "\" allows fewer calls per month than \""
                      + day.name()
                      + "\" per day",
                  "raise the one or lower the other");
        }
      }
    }
  }

  private void checkCeilings(List<PlacedLimit> limits, List<PlacedLimit> ceilings) {
    Map<String, LimitConfig> byName = new LinkedHashMap<>();
    limits.forEach(placed -> byName.put(placed.limit().name(), placed.limit()));
    for (PlacedLimit placed : ceilings) {
      LimitConfig ceiling = placed.limit();
      LimitConfig own = byName.get(ceiling.name());
      if (own == null) {
        section
            .reading()
            .problem(
                placed.place(),
                "the plan has no limit \"" + ceiling.name() + "\" to put a ceiling on",
                Suggestion.of(ceiling.name(), byName.keySet(), "its limits: "));
      } else if (isLower(ceiling, own)) {
        section
            .reading()
            .problem(
                placed.place(),
                "the ceiling is lower than the plan's own limit \"" + own.name() + "\"",
                "a ceiling is the highest limit that a key may set for itself");
      }
    }
  }

  private void checkQuotaCeilings(List<QuotaConfig> quotas, List<QuotaConfig> ceilings) {
    Map<String, QuotaConfig> byName = new LinkedHashMap<>();
    quotas.forEach(quota -> byName.put(quota.name(), quota));
    for (QuotaConfig ceiling : ceilings) {
      QuotaConfig own = byName.get(ceiling.name());
      if (own == null) {
        section
            .reading()
            .problem(
                section.placeOf("quotaCeilings"),
                "the plan has no quota \"" + ceiling.name() + "\" to put a ceiling on",
                Suggestion.of(ceiling.name(), byName.keySet(), "its quotas: "));
      } else if (!ceiling.period().equals(own.period()) || ceiling.limit() < own.limit()) {
        section
            .reading()
            .problem(
                section.placeOf("quotaCeilings"),
                "the ceiling is not above the plan's own quota \"" + own.name() + "\"",
                "a ceiling has the same period, and is the highest quota that a key may set for"
                    + " itself");
      }
    }
  }

  private static boolean isLower(LimitConfig ceiling, LimitConfig own) {
    long ceilingRate = ceiling.limit() * own.window().toSeconds();
    return ceilingRate < own.limit() * ceiling.window().toSeconds();
  }
}
