// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL's programs, unpacked once into a directory named by version and content. The directory
 * appears by a rename, so that it is complete or absent, whatever other processes do meanwhile.
 */
final class Binaries {
  private static final Logger log = LoggerFactory.getLogger(Binaries.class);
  private static final int HASH_DIGITS = 12;
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final String version;
  private final String resource;

  /** Finds the archive for this machine on the class path. */
  Binaries() {
    this.version = displayVersion(versionProperty());
    this.resource = resourceFor(System.getProperty("os.name"), System.getProperty("os.arch"));
    if (Binaries.class.getResource(resource) == null) {
      throw new EmbeddedPostgresException(
          "this build of Latchkey has no PostgreSQL for "
              + System.getProperty("os.name")
              + " on "
              + System.getProperty("os.arch")
              + "; use store.postgres with a server of your own");
    }
  }

  /** The major version, as in a cluster's PG_VERSION file. */
  String major() {
    return version.substring(0, version.indexOf('.'));
  }

  /** For people: {@code 18.6}. */
  String version() {
    return version;
  }

  /**
   * The directory with {@code bin}, {@code lib} and {@code share}: unpacked already, or now.
   *
   * @param first where to keep it; the second is for when that cannot be written
   */
  Path unpackedIn(Path first, Path second) {
    String name = "postgres-" + version + "-" + contentHash();
    for (Path cache : new Path[] {first, second}) {
      Path target = cache.resolve(name);
      if (isTrusted(target)) {
        return target;
      }
    }
    try {
      return unpack(first, name);
    } catch (IOException notWritable) {
      if (first.equals(second)) {
        throw cannotUnpack(second, notWritable);
      }
      log.info("cannot unpack into {} ({}); using {}", first, notWritable.toString(), second);
    }
    try {
      return unpack(second, name);
    } catch (IOException e) {
      throw cannotUnpack(second, e);
    }
  }

  private static EmbeddedPostgresException cannotUnpack(Path into, IOException e) {
    return new EmbeddedPostgresException("cannot unpack PostgreSQL into " + into + ": " + e, e);
  }

  static String resourceFor(String os, String arch) {
    String system = os.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
    String machine = arch.equals("aarch64") || arch.equals("arm64") ? "arm_64" : "x86_64";
    return "postgres-" + system + "-" + machine + ".zip";
  }

  private Path unpack(Path cache, String name) throws IOException {
    Files.createDirectories(cache);
    Path target = cache.resolve(name);
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(target + " belongs to somebody else or can be written by others");
    }
    log.info("unpacking PostgreSQL {} into {}", version, target);
    Path fresh = cache.resolve(name + ".new-" + UUID.randomUUID());
    Files.createDirectory(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    removeAbandoned(cache, name, Files.getLastModifiedTime(fresh).toInstant());
    try (InputStream archive = open(resource)) {
      BinaryArchive.unpack(archive, fresh);
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (DirectoryNotEmptyException | FileAlreadyExistsException anotherWasFaster) {
      Directories.remove(fresh);
    } catch (IOException e) {
      Directories.remove(fresh);
      throw e;
    }
    return target;
  }

  /** Programs are run from there, so nobody else may have put or may change them. */
  private static boolean isTrusted(Path directory) {
    try {
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      Set<PosixFilePermission> modes = Files.getPosixFilePermissions(directory);
      return !modes.contains(PosixFilePermission.GROUP_WRITE)
          && !modes.contains(PosixFilePermission.OTHERS_WRITE)
          && Directories.isOwn(directory);
    } catch (IOException e) {
      return false;
    }
  }

  private static void removeAbandoned(Path cache, String name, Instant now) throws IOException {
    try (Stream<Path> siblings = Files.list(cache)) {
      for (Path path : siblings.toList()) {
        boolean unfinished = path.getFileName().toString().startsWith(name + ".new-");
        if (unfinished
            && Files.getLastModifiedTime(path).toInstant().isBefore(now.minus(ABANDONED))) {
          Directories.remove(path);
        }
      }
    }
  }

  /** Of the archive, worked out by the build: its beginning, which is enough to tell two apart. */
  private String contentHash() {
    try (InputStream in = open(resource + ".sha256")) {
      return new String(in.readNBytes(HASH_DIGITS), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name) throws IOException {
    InputStream in = Binaries.class.getResourceAsStream(name);
    if (in == null) {
      throw new IOException("no resource " + name);
    }
    return in;
  }

  private static String versionProperty() {
    Properties build = new Properties();
    try (InputStream in = Binaries.class.getResourceAsStream("binaries.properties")) {
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return build.getProperty("version");
  }

  /** Drops the packager's own last number: 18.6.0 is PostgreSQL 18.6. */
  private static String displayVersion(String full) {
    int last = full.lastIndexOf('.');
    return full.indexOf('.') < last ? full.substring(0, last) : full;
  }
}
