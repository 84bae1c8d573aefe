// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;

/** Reads small files completely, with a bound, and says in words why one could not be read. */
final class Disk {
  private Disk() {}

  /** A file that is larger than it may be. */
  private static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }

  static byte[] bytes(Path path, int largest) throws IOException {
    if (Files.isDirectory(path)) {
      throw new NotDirectoryException(path.toString());
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(largest + 1);
      if (bytes.length > largest) {
        throw new TooLarge();
      }
      return bytes;
    }
  }

  /** The file as UTF-8, without a byte order mark. */
  static String text(Path path, int largest) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(bytes(path, largest));
    String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** Whether the permissions of the file let every user of the machine read it. */
  static boolean isReadableByAll(Path path) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    return view != null
        && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ);
  }

  /** A predicate for a sentence that begins with the file's name. */
  static String explain(IOException e) {
    if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
      return "does not exist";
    }
    if (e instanceof AccessDeniedException) {
      return "may not be read by this user";
    }
    if (e instanceof NotDirectoryException) {
      return "is a folder, not a file";
    }
    if (e instanceof CharacterCodingException) {
      return "is not UTF-8 text";
    }
    return e instanceof TooLarge ? "is too large" : "cannot be read";
  }
}
