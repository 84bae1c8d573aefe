// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks up {@code ${env:NAME}} and {@code ${file:PATH}}. No message repeats what was found. */
final class References {
  private static final Pattern SHAPE = Pattern.compile("\\$\\{(env|file):([^{}]+)}");
  private static final String HOW = "\"${env:NAME}\" or \"${file:PATH}\"";
  private static final int LARGEST_SECRET = 64 * 1024;

  private final Map<String, String> environment;
  private final Path base;

  References(Map<String, String> environment, Path base) {
    this.environment = environment;
    this.base = base;
  }

  /** Text that stands for itself, or for a variable of the environment as a whole. */
  @Nullable Text plain(Text text, Problems problems) {
    if (!text.value().contains("${")) {
      return text;
    }
    Matcher matcher = SHAPE.matcher(text.value());
    if (!matcher.matches() || matcher.group(1).equals("file")) {
      problems.add(
          text.place(),
          text.quoted() + " is not a reference",
          "here only \"${env:NAME}\", and as the whole value");
      return null;
    }
    String value = variable(matcher.group(2), text, problems);
    return value == null ? null : new Text(text.place(), text.shown(), value);
  }

  /** A secret. One that is written out in the file is refused without being repeated. */
  @Nullable SecretValue secret(Text text, Problems problems) {
    Matcher matcher = SHAPE.matcher(text.value());
    if (!matcher.matches()) {
      problems.add(text.place(), "a secret must not stand in this file", "refer to it: " + HOW);
      return null;
    }
    String value =
        matcher.group(1).equals("env")
            ? variable(matcher.group(2), text, problems)
            : file(matcher.group(2), text, problems);
    return value == null ? null : new SecretValue(text.value(), value);
  }

  private @Nullable String variable(String name, Text text, Problems problems) {
    String value = environment.get(name);
    if (value == null || value.isEmpty()) {
      String state = value == null ? " is not set" : " is empty";
      problems.add(text.place(), text.quoted() + state, "set " + name + " in the environment");
      return null;
    }
    return value;
  }

  private @Nullable String file(String name, Text text, Problems problems) {
    try {
      Path path = base.resolve(name);
      if (Disk.isReadableByAll(path)) {
        problems.add(
            text.place(), text.quoted() + " is readable by everybody", "chmod 600 " + name);
        return null;
      }
      String value = withoutLineEnd(Disk.text(path, LARGEST_SECRET));
      if (value.isEmpty()) {
        problems.add(text.place(), text.quoted() + " is empty", null);
        return null;
      }
      return value;
    } catch (IOException e) {
      problems.add(text.place(), text.quoted() + " " + Disk.explain(e), null);
    } catch (InvalidPathException e) {
      problems.add(text.place(), text.quoted() + " is not a path", null);
    }
    return null;
  }

  /** Editors and {@code echo} end a file with one; it is no part of the secret. */
  private static String withoutLineEnd(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(0, end);
  }
}
