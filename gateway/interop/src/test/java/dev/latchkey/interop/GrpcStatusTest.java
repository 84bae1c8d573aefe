// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.interop;

import static dev.latchkey.interop.GrpcScene.refusalOf;
import static dev.latchkey.interop.GrpcScene.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.latchkey.gateway.LoopWatch;
import dev.latchkey.keys.KeyFixture;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.testing.protobuf.SimpleServiceGrpc;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a client is told, in the words of gRPC, of a call that does not come through. */
class GrpcStatusTest {
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
  void aCallWithoutAKeyIsUnauthenticated() {
    StatusRuntimeException refusal = refusalOf(SimpleServiceGrpc.newBlockingStub(scene.channel()));

    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(refusal.getStatus().getDescription()).isEqualTo("key_missing");
  }

  @Test
  void aCallBeyondTheKeysScopesIsDenied() {
    Replies replies = new Replies();
    scene.streaming(scene.key("talk")).clientStreamingRpc(replies);

    assertThat(replies.next()).isEqualTo("PERMISSION_DENIED");
    assertThat(scene.backend().sawNothing()).isTrue();
  }

  @Test
  void aCallBeyondALimitIsExhausted() {
    SimpleServiceGrpc.SimpleServiceBlockingStub stub = scene.blocking(scene.key("talk"));
    stub.serverStreamingRpc(request("n")).forEachRemaining(piece -> {});

    StatusRuntimeException refusal =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> stub.serverStreamingRpc(request("n")).next());

    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(refusal.getStatus().getDescription()).isEqualTo("rate_limited");
  }

  @Test
  void whileTheStoreIsAwayAnUnknownKeyIsToldToComeBack() {
    KeyFixture key = scene.key("talk");
    scene.keys().goAway();

    StatusRuntimeException refusal = refusalOf(scene.blocking(key));

    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(refusal.getStatus().getDescription()).isEqualTo("key_store_unavailable");
  }

  @Test
  void whatNoRouteLeadsToIsUnimplemented() {
    StatusRuntimeException refusal =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                ClientCalls.blockingUnaryCall(
                    scene.channel(),
                    SimpleServiceGrpc.getUnaryRpcMethod().toBuilder()
                        .setFullMethodName("grpc.testing.Nobody/UnaryRpc")
                        .build(),
                    CallOptions.DEFAULT,
                    request("x")));

    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  @Test
  void aBackendThatIsAwayIsUnavailable() {
    scene.backend().close();

    StatusRuntimeException refusal = refusalOf(scene.blocking(scene.key("talk")));

    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }
}
