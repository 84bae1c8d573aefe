// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.interop;

import static dev.latchkey.interop.GrpcScene.KEY;
import static dev.latchkey.interop.GrpcScene.KEY_ID;
import static dev.latchkey.interop.GrpcScene.failureOf;
import static dev.latchkey.interop.GrpcScene.refusalOf;
import static dev.latchkey.interop.GrpcScene.request;
import static dev.latchkey.interop.GrpcScene.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.LoopWatch;
import dev.latchkey.keys.KeyFixture;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.protobuf.SimpleRequest;
import io.grpc.testing.protobuf.SimpleServiceGrpc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Stubs that were generated from a .proto, over TLS and HTTP/2, as if nothing stood between. */
class GrpcTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  @TempDir Path folder;
  private GrpcScene scene;

  @BeforeEach
  void open() throws Exception {
    scene = new GrpcScene(LOOPS, folder);
  }

  @AfterEach
  void close() throws Exception {
    scene.close();
  }

  @Test
  void aCallIsAnsweredAndTheBackendIsToldWhoCallsButNotTheKey() {
    KeyFixture key = scene.key("talk");

    assertThat(said(scene.blocking(key), "xin chào")).isEqualTo("xin chào");

    Metadata head = scene.backend().head();
    assertThat(head.get(KEY_ID)).isEqualTo(key.id().toString());
    assertThat(head.containsKey(KEY)).isFalse();
  }

  @Test
  void ab43AKeyOnOneCallIsNoneForTheNextOfItsConnection() {
    assertThat(said(scene.blocking(scene.key("talk")), "one")).isEqualTo("one");
    scene.backend().head();

    StatusRuntimeException refusal = refusalOf(SimpleServiceGrpc.newBlockingStub(scene.channel()));

    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(scene.backend().sawNothing()).isTrue();
  }

  @Test
  void aServerStreamsAndEndsWithItsStatus() {
    List<String> all = new ArrayList<>();

    scene
        .blocking(scene.key("talk"))
        .serverStreamingRpc(request("n"))
        .forEachRemaining(piece -> all.add(piece.getResponseMessage()));

    assertThat(all).containsExactly("n1", "n2", "n3");
  }

  @Test
  void aClientStreams() {
    Replies replies = new Replies();
    StreamObserver<SimpleRequest> requests =
        scene.streaming(scene.key("talk", "shout")).clientStreamingRpc(replies);
    requests.onNext(request("a"));
    requests.onNext(request("b"));
    requests.onCompleted();

    assertThat(replies.next()).isEqualTo("ab");
    assertThat(replies.next()).isEqualTo("OK");
  }

  @Test
  void bothStreamAndEachPieceIsAnsweredBeforeTheNextIsSent() {
    Replies replies = new Replies();
    StreamObserver<SimpleRequest> requests =
        scene.streaming(scene.key("talk")).bidiStreamingRpc(replies);
    for (String text : List.of("a", "b", "c")) {
      requests.onNext(request(text));
      assertThat(replies.next()).isEqualTo(text);
    }
    requests.onCompleted();

    assertThat(replies.next()).isEqualTo("OK");
  }

  @Test
  void statusTextAndTrailersOfTheBackendArrive() {
    StatusRuntimeException failure = failureOf(scene.blocking(scene.key("talk")), Echo.FAIL);

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(failure.getStatus().getDescription()).isEqualTo("xin lỗi");
    Metadata trailers = failure.getTrailers();
    assertThat(trailers == null ? null : trailers.get(Echo.REASON)).isEqualTo("not today");
  }

  @Test
  void aDeadlineIsKnownToTheBackendAndEndsTheCallOnBothSides() {
    StatusRuntimeException failure =
        failureOf(
            scene.blocking(scene.key("talk")).withDeadlineAfter(500, TimeUnit.MILLISECONDS),
            Echo.HANG);

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(scene.backend().hanging().getDeadline()).isNotNull();
    assertThat(scene.backend().isCancelled()).isTrue();
  }

  @Test
  void aCallThatIsCancelledEndsAtTheBackendToo() {
    Replies replies = new Replies();
    Context.CancellableContext call = Context.current().withCancellation();
    call.run(() -> scene.streaming(scene.key("talk")).unaryRpc(request(Echo.HANG), replies));
    scene.backend().hanging();

    call.cancel(null);

    assertThat(replies.next()).isEqualTo("CANCELLED");
    assertThat(scene.backend().isCancelled()).isTrue();
    assertThat(scene.gateway().nextEnded().inFlight()).isZero();
  }
}
