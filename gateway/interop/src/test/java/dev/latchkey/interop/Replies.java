// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.interop;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.protobuf.SimpleResponse;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What comes back on a stream, piece by piece: texts, and in the end a status's code. */
final class Replies implements StreamObserver<SimpleResponse> {
  private final BlockingQueue<String> pieces = new LinkedBlockingQueue<>();

  String next() {
    try {
      return Objects.requireNonNull(pieces.poll(5, TimeUnit.SECONDS), "nothing came");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void onNext(SimpleResponse response) {
    pieces.add(response.getResponseMessage());
  }

  @Override
  public void onError(Throwable failure) {
    pieces.add(Status.fromThrowable(failure).getCode().name());
  }

  @Override
  public void onCompleted() {
    pieces.add(Status.Code.OK.name());
  }
}
