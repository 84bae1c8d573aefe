// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.interop;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.protobuf.SimpleRequest;
import io.grpc.testing.protobuf.SimpleResponse;
import io.grpc.testing.protobuf.SimpleServiceGrpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A backend of gRPC over HTTP/2 in the clear, which says again what it is told. */
final class Echo implements AutoCloseable {
  static final Metadata.Key<String> REASON =
      Metadata.Key.of("x-reason", Metadata.ASCII_STRING_MARSHALLER);
  static final String HANG = "hang";
  static final String FAIL = "fail";

  private final Server server;
  private final BlockingQueue<Metadata> heads = new LinkedBlockingQueue<>();
  private final BlockingQueue<Context> hanging = new LinkedBlockingQueue<>();
  private final CountDownLatch cancelled = new CountDownLatch(1);

  Echo() {
    try {
      this.server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .addService(ServerInterceptors.intercept(new Service(), new Ear()))
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getPort();
  }

  /** Whether no call arrived that nobody asked for. */
  boolean sawNothing() {
    return heads.isEmpty();
  }

  /** The next call's head. */
  Metadata head() {
    return next(heads);
  }

  /** The next call that got {@link #HANG} for an answer. */
  Context hanging() {
    return next(hanging);
  }

  /** Whether a hanging call is given up by its caller, soon. */
  boolean isCancelled() {
    try {
      return cancelled.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static <T> T next(BlockingQueue<T> queue) {
    try {
      return Objects.requireNonNull(queue.poll(5, TimeUnit.SECONDS), "nobody called");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      if (!server.awaitTermination(5, TimeUnit.SECONDS)) {
        throw new AssertionError("the backend does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Ear implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata head, ServerCallHandler<Q, A> next) {
      heads.add(head);
      return next.startCall(call, head);
    }
  }

  private final class Service extends SimpleServiceGrpc.SimpleServiceImplBase {
    @Override
    public void unaryRpc(SimpleRequest request, StreamObserver<SimpleResponse> answer) {
      switch (request.getRequestMessage()) {
        case HANG -> {
          Context.current().addListener(context -> cancelled.countDown(), Runnable::run);
          hanging.add(Context.current());
        }
        case FAIL -> {
          Metadata trailers = new Metadata();
          trailers.put(REASON, "not today");
          answer.onError(
              Status.FAILED_PRECONDITION.withDescription("xin lỗi").asRuntimeException(trailers));
        }
        default -> {
          answer.onNext(said(request.getRequestMessage()));
          answer.onCompleted();
        }
      }
    }

    @Override
    public void serverStreamingRpc(SimpleRequest request, StreamObserver<SimpleResponse> answer) {
      for (int i = 1; i <= 3; i++) {
        answer.onNext(said(request.getRequestMessage() + i));
      }
      answer.onCompleted();
    }

    @Override
    public StreamObserver<SimpleRequest> clientStreamingRpc(StreamObserver<SimpleResponse> answer) {
      StringBuilder all = new StringBuilder();
      return new Heard(
          all::append,
          () -> {
            answer.onNext(said(all.toString()));
            answer.onCompleted();
          });
    }

    @Override
    public StreamObserver<SimpleRequest> bidiStreamingRpc(StreamObserver<SimpleResponse> answer) {
      return new Heard(text -> answer.onNext(said(text)), answer::onCompleted);
    }
  }

  private static SimpleResponse said(String text) {
    return SimpleResponse.newBuilder().setResponseMessage(text).build();
  }
}
