// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Members;
import dev.latchkey.admin.problem.Faults;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Texts, tags and members of an operator's own, by the rules that keys have for theirs. */
public final class Labels {
  private static final int LONGEST = 200;

  private Labels() {}

  /** One line; as it was where nothing was sent, null where null was. */
  public static @Nullable String line(Members members, String name, @Nullable String current) {
    if (!members.has(name)) {
      return current;
    }
    String text = members.text(name);
    return text == null ? null : TextRules.line(text, "/" + name, LONGEST, members.faults());
  }

  /** The tags that were sent. */
  public static List<String> tags(Members members) {
    List<String> tags = members.texts("tags");
    return tags == null ? List.of() : TextRules.tags(tags, members.faults());
  }

  /** At most 4 KB as JSON. */
  public static Map<String, Object> metadata(ObjectNode metadata, Faults faults) {
    return FieldRules.metadata(metadata, faults);
  }
}
