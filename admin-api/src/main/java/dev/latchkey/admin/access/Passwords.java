// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import dev.latchkey.admin.problem.Detail;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.keys.login.PasswordHash;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Argon2id (RFC 9106) with 19 MiB and two passes, on two threads of its own and never on an event
 * loop. More attempts than those threads could work off in seconds are turned away. Any thread.
 */
public final class Passwords {
  private static final int MEMORY_KIB = 19_456;
  private static final int PASSES = 2;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int THREADS = 2;
  private static final int MOST_WAITING = 32;

  private final WorkerExecutor workers;
  private final SecureRandom random;
  private final AtomicInteger waiting = new AtomicInteger();

  public Passwords(Vertx vertx, SecureRandom random) {
    this.workers = vertx.createSharedWorkerExecutor("latchkey-passwords", THREADS);
    this.random = random;
  }

  /** A new hash with a salt of its own. */
  public Future<PasswordHash> hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return working(
        () ->
            new PasswordHash(
                "$argon2id$v=19$m="
                    + MEMORY_KIB
                    + ",t="
                    + PASSES
                    + ",p=1$"
                    + text(salt)
                    + "$"
                    + text(argon2(password, salt, MEMORY_KIB, PASSES))));
  }

  /**
   * Whether it is the password.
   *
   * @param stored null where there is no account: takes as long, and is false
   */
  public Future<Boolean> matches(String password, @Nullable PasswordHash stored) {
    return working(() -> test(password, stored));
  }

  private static boolean test(String password, @Nullable PasswordHash stored) {
    if (stored == null) {
      argon2(password, new byte[SALT_BYTES], MEMORY_KIB, PASSES);
      return false;
    }
    String[] parts = stored.reveal().split("\\$", -1);
    if (parts.length != 6 || !parts[1].equals("argon2id") || !parts[2].equals("v=19")) {
      throw new IllegalStateException("a stored password is not of Argon2id");
    }
    String[] costs = parts[3].split(",", -1);
    byte[] found =
        argon2(
            password,
            Base64.getDecoder().decode(parts[4]),
            Integer.parseInt(costs[0], 2, costs[0].length(), 10),
            Integer.parseInt(costs[1], 2, costs[1].length(), 10));
    return MessageDigest.isEqual(found, Base64.getDecoder().decode(parts[5]));
  }

  private static byte[] argon2(String password, byte[] salt, int memoryKib, int passes) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(1)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[HASH_BYTES];
    String oneForm = Normalizer.normalize(password, Normalizer.Form.NFC);
    generator.generateBytes(oneForm.getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }

  private <T> Future<T> working(Callable<T> task) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      return Future.failedFuture(Problem.of(ProblemCode.RATE_LIMITED, Detail.TOO_MANY_LOGINS));
    }
    return workers.executeBlocking(task, false).onComplete(done -> waiting.decrementAndGet());
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }
}
