// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A zip archive of programs, as {@code repack.xml} makes it: what is in {@code bin} is run. */
final class BinaryArchive {
  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> DATA = PosixFilePermissions.fromString("rw-r--r--");

  private BinaryArchive() {}

  /** Unpacks into an existing directory, and nothing outside it. */
  static void unpack(InputStream archive, Path into) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(new BufferedInputStream(archive, 1 << 16))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path target = inside(into, into.resolve(entry.getName()));
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.resolveSibling("."));
          Files.copy(zip, target);
          Files.setPosixFilePermissions(
              target, target.startsWith(into.resolve("bin")) ? PROGRAM : DATA);
        }
      }
    }
  }

  private static Path inside(Path root, Path path) throws IOException {
    Path normal = path.normalize();
    if (!normal.startsWith(root)) {
      throw new IOException("the archive points outside its directory: " + path);
    }
    return normal;
  }
}
