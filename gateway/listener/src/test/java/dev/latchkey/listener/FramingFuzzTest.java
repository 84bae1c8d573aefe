// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import dev.latchkey.fuzz.Replay;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

class FramingFuzzTest {
  private static final int OFFSPRING = 3_000;

  @Test
  void whatTheGuardPassesTheDecoderReadsInTheSameWay() {
    List<byte[]> corpus = new ArrayList<>(Replay.corpus(FramingFuzzTest.class, "framing"));
    Stream.of(BrokenRequests.heads(), BrokenRequests.framing())
        .flatMap(List::stream)
        .forEach(row -> corpus.add(input(row, "")));
    String chunked = "POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n";
    BrokenRequests.chunks().forEach(row -> corpus.add(input(row, chunked)));

    Replay.run(corpus, OFFSPRING, FramingFuzz::fuzzerTestOneInput);
  }

  private static byte[] input(Arguments row, String before) {
    String text = "\7" + before + row.get()[1];
    return text.substring(0, Math.min(text.length(), 600)).getBytes(StandardCharsets.ISO_8859_1);
  }
}
