// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import org.jspecify.annotations.Nullable;

/** {@code listen: host:port}. */
final class ListenReader {
  private static final String HINT =
      "host:port such as 127.0.0.1:8080, 0.0.0.0:8080 or \"[::1]:8080\"";

  /** Stands in where the file is wrong; such a file is refused in the end. */
  private static final ListenAddress NOWHERE = new ListenAddress("127.0.0.1", 0);

  private ListenReader() {}

  static ListenAddress read(Section section, String listener) {
    Value value = section.need("listen", "such as 127.0.0.1:8080");
    ListenAddress address = value == null ? null : parse(value);
    if (value == null || address == null) {
      return NOWHERE;
    }
    section.reading().checks().sockets().listens(listener, address, value.place());
    return address;
  }

  private static @Nullable ListenAddress parse(Value value) {
    Text text = value.resolved(HINT);
    ListenAddress address = text == null ? null : Addresses.parse(text.value());
    if (text != null && address == null) {
      value.problem(text.quoted() + " is not an address", HINT);
    }
    return address;
  }
}
