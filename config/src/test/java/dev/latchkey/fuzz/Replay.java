// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Feeds a target its corpus, and then offspring of it that are the same in every run. */
public final class Replay {
  private static final long SEED = 20_261_126L;
  private static final int MOST_CHANGES = 4;
  private static final byte[] WORDS =
      "\r\n \t:;,=/.%\"\\{}[]()<>-+_*#?&@0123456789abcdefXY\0\u007f"
          .getBytes(StandardCharsets.ISO_8859_1);

  private Replay() {}

  /** The files of {@code /fuzz/NAME} among the resources of the target's module. */
  public static List<byte[]> corpus(Class<?> target, String name) {
    try {
      Path folder =
          Path.of(Objects.requireNonNull(target.getResource("/fuzz/" + name), name).toURI());
      List<byte[]> corpus = new ArrayList<>();
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          corpus.add(Files.readAllBytes(file));
        }
      }
      return corpus;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * Runs the target.
   *
   * @param offspring how many changed inputs to make of the corpus
   */
  public static void run(List<byte[]> corpus, int offspring, Consumer<byte[]> target) {
    corpus.forEach(input -> one(input, target));
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < offspring; i++) {
      byte[] input = corpus.get(random.nextInt(corpus.size()));
      for (int changes = random.nextInt(MOST_CHANGES); changes >= 0; changes--) {
        input = changed(input, corpus, random);
      }
      one(input, target);
    }
  }

  private static void one(byte[] input, Consumer<byte[]> target) {
    try {
      target.accept(input);
    } catch (RuntimeException | AssertionError failure) {
      String text = new String(input, StandardCharsets.ISO_8859_1);
      throw new AssertionError("the input " + escaped(text), failure);
    }
  }

  private static byte[] changed(byte[] input, List<byte[]> corpus, SplittableRandom random) {
    int at = input.length == 0 ? 0 : random.nextInt(input.length);
    int to = Math.min(input.length, at + random.nextInt(8));
    byte[] word = {WORDS[random.nextInt(WORDS.length)]};
    return switch (random.nextInt(5)) {
      case 0 -> joined(input, at, word, at);
      case 1 -> joined(input, at, word, Math.min(input.length, at + 1));
      case 2 -> joined(input, at, new byte[0], to);
      case 3 -> joined(input, to, slice(input, at, to), to);
      default -> spliced(input, at, corpus.get(random.nextInt(corpus.size())), random);
    };
  }

  /** The input with what lies between the two places replaced. */
  private static byte[] joined(byte[] input, int from, byte[] middle, int to) {
    byte[] out = new byte[from + middle.length + input.length - to];
    System.arraycopy(input, 0, out, 0, from);
    System.arraycopy(middle, 0, out, from, middle.length);
    System.arraycopy(input, to, out, from + middle.length, input.length - to);
    return out;
  }

  private static byte[] spliced(byte[] head, int at, byte[] tail, SplittableRandom random) {
    int from = tail.length == 0 ? 0 : random.nextInt(tail.length);
    return joined(head, at, slice(tail, from, tail.length), head.length);
  }

  private static byte[] slice(byte[] input, int from, int to) {
    return Arrays.copyOfRange(input, from, to);
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7F && c != '"' && c != '\\') {
        out.append(c);
      } else {
        out.append("\\x").append(Integer.toHexString(c));
      }
    }
    return out.append('"').toString();
  }
}
