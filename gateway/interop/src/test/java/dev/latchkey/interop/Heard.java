// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.interop;

import io.grpc.stub.StreamObserver;
import io.grpc.testing.protobuf.SimpleRequest;
import java.util.function.Consumer;

/** What a client streams, text by text. */
record Heard(Consumer<String> texts, Runnable end) implements StreamObserver<SimpleRequest> {
  @Override
  public void onNext(SimpleRequest request) {
    texts.accept(request.getRequestMessage());
  }

  @Override
  public void onError(Throwable gone) {
    // Whoever calls has left, and waits for nothing.
  }

  @Override
  public void onCompleted() {
    end.run();
  }
}
