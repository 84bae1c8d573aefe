// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.latchkey.config.ConfigException;
import dev.latchkey.config.ConfigLoader;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.gateway.LoopWatch;
import dev.latchkey.gateway.TestGateway;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import dev.latchkey.listener.TestAuthority;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.protobuf.SimpleRequest;
import io.grpc.testing.protobuf.SimpleServiceGrpc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Stubs that were generated from a .proto, over TLS and HTTP/2, as if nothing stood between. */
class GrpcTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final Metadata.Key<String> KEY = field("x-api-key");
  private static final Metadata.Key<String> KEY_ID = field("x-latchkey-key-id");
  private static final String CONFIG =
      """
      version: 1
      store: { embedded: { data: ./unused } }
      gateway: { listen: "127.0.0.1:0", tls: { certificate: edge.test.crt, key: edge.test.key } }
      scopes: [ { id: "talk" }, { id: "shout" } ]
      profiles: { agent: { prefix: lk_test_, credentials: [ X-API-Key ] } }
      upstreams: { echo: { targets: [ "http://127.0.0.1:PORT" ], protocol: http2 } }
      routes:
        - { id: talk, path: "/grpc.testing.SimpleService/**", scopes: { all: [ talk ] }, upstream: echo }
        - { id: rare, path: /grpc.testing.SimpleService/ServerStreamingRpc, scopes: { all: [ talk ] }, limits: [ { name: rare, limit: 1, window: 60s } ], upstream: echo }
        - { id: shout, path: /grpc.testing.SimpleService/ClientStreamingRpc, scopes: { all: [ talk, shout ] }, upstream: echo }
      """;

  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private final MapKeys keys = new MapKeys(clock);
  private final Echo backend = new Echo();
  private TestGateway gateway;
  private ManagedChannel channel;

  private static Metadata.Key<String> field(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  @BeforeEach
  void listen() throws ConfigException, SSLException {
    TestAuthority authority = new TestAuthority(folder, "Latchkey test");
    authority.files("edge.test");
    LatchkeyConfig config =
        new ConfigLoader(Map.of())
            .loadText("test", CONFIG.replace("PORT", Integer.toString(backend.port())), folder);
    gateway = new TestGateway(LOOPS.vertx(), config, keys, clock);
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", gateway.port())
            .overrideAuthority("edge.test")
            .sslContext(GrpcSslContexts.forClient().trustManager(authority.file().toFile()).build())
            .build();
    warmUp();
  }

  /** Classes of TLS and HTTP/2 are loaded by the first call, which takes its time. */
  private void warmUp() {
    assertThat(said(blocking(key("talk")), "warm")).isEqualTo("warm");
    backend.head();
    gateway.nextEnded();
    LOOPS.forget();
  }

  @AfterEach
  void close() throws InterruptedException {
    channel.shutdownNow();
    assertThat(channel.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    gateway.close();
    backend.close();
  }

  @Test
  void aCallIsAnsweredAndTheBackendIsToldWhoCallsButNotTheKey() {
    KeyFixture key = key("talk");

    assertThat(said(blocking(key), "xin chào")).isEqualTo("xin chào");

    Metadata head = backend.head();
    assertThat(head.get(KEY_ID)).isEqualTo(key.id().toString());
    assertThat(head.containsKey(KEY)).isFalse();
  }

  @Test
  void ab43AKeyOnOneCallIsNoneForTheNextOfItsConnection() {
    assertThat(said(blocking(key("talk")), "one")).isEqualTo("one");
    backend.head();

    StatusRuntimeException refusal = refusalOf(SimpleServiceGrpc.newBlockingStub(channel));

    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(backend.sawNothing()).isTrue();
  }

  @Test
  void aServerStreamsAndEndsWithItsStatus() {
    List<String> all = new ArrayList<>();

    blocking(key("talk"))
        .serverStreamingRpc(request("n"))
        .forEachRemaining(piece -> all.add(piece.getResponseMessage()));

    assertThat(all).containsExactly("n1", "n2", "n3");
  }

  @Test
  void aClientStreams() {
    Replies replies = new Replies();
    StreamObserver<SimpleRequest> requests =
        streaming(key("talk", "shout")).clientStreamingRpc(replies);
    requests.onNext(request("a"));
    requests.onNext(request("b"));
    requests.onCompleted();

    assertThat(replies.next()).isEqualTo("ab");
    assertThat(replies.next()).isEqualTo("OK");
  }

  @Test
  void bothStreamAndEachPieceIsAnsweredBeforeTheNextIsSent() {
    Replies replies = new Replies();
    StreamObserver<SimpleRequest> requests = streaming(key("talk")).bidiStreamingRpc(replies);
    for (String text : List.of("a", "b", "c")) {
      requests.onNext(request(text));
      assertThat(replies.next()).isEqualTo(text);
    }
    requests.onCompleted();

    assertThat(replies.next()).isEqualTo("OK");
  }

  @Test
  void statusTextAndTrailersOfTheBackendArrive() {
    StatusRuntimeException failure = failureOf(blocking(key("talk")), Echo.FAIL);

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(failure.getStatus().getDescription()).isEqualTo("xin lỗi");
    Metadata trailers = failure.getTrailers();
    assertThat(trailers == null ? null : trailers.get(Echo.REASON)).isEqualTo("not today");
  }

  @Test
  void aDeadlineIsKnownToTheBackendAndEndsTheCallOnBothSides() {
    StatusRuntimeException failure =
        failureOf(blocking(key("talk")).withDeadlineAfter(500, TimeUnit.MILLISECONDS), Echo.HANG);

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(backend.hanging().getDeadline()).isNotNull();
    assertThat(backend.isCancelled()).isTrue();
  }

  @Test
  void aCallThatIsCancelledEndsAtTheBackendToo() {
    Replies replies = new Replies();
    Context.CancellableContext call = Context.current().withCancellation();
    call.run(() -> streaming(key("talk")).unaryRpc(request(Echo.HANG), replies));
    backend.hanging();

    call.cancel(null);

    assertThat(replies.next()).isEqualTo("CANCELLED");
    assertThat(backend.isCancelled()).isTrue();
    assertThat(gateway.nextEnded().inFlight()).isZero();
  }

  @Test
  void aCallWithoutAKeyIsUnauthenticated() {
    StatusRuntimeException refusal = refusalOf(SimpleServiceGrpc.newBlockingStub(channel));

    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(refusal.getStatus().getDescription()).isEqualTo("key_missing");
  }

  @Test
  void aCallBeyondTheKeysScopesIsDenied() {
    Replies replies = new Replies();
    streaming(key("talk")).clientStreamingRpc(replies);

    assertThat(replies.next()).isEqualTo("PERMISSION_DENIED");
    assertThat(backend.sawNothing()).isTrue();
  }

  @Test
  void aCallBeyondALimitIsExhausted() {
    SimpleServiceGrpc.SimpleServiceBlockingStub stub = blocking(key("talk"));
    stub.serverStreamingRpc(request("n")).forEachRemaining(piece -> {});

    StatusRuntimeException refusal =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> stub.serverStreamingRpc(request("n")).next());

    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(refusal.getStatus().getDescription()).isEqualTo("rate_limited");
  }

  @Test
  void whileTheStoreIsAwayAnUnknownKeyIsToldToComeBack() {
    KeyFixture key = key("talk");
    keys.goAway();

    StatusRuntimeException refusal = refusalOf(blocking(key));

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
                    channel,
                    SimpleServiceGrpc.getUnaryRpcMethod().toBuilder()
                        .setFullMethodName("grpc.testing.Nobody/UnaryRpc")
                        .build(),
                    CallOptions.DEFAULT,
                    request("x")));

    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  @Test
  void aBackendThatIsAwayIsUnavailable() {
    backend.close();

    StatusRuntimeException refusal = refusalOf(blocking(key("talk")));

    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  private KeyFixture key(String... scopes) {
    KeyFixture key = KeyFixture.minted(clock.instant()).scopes(scopes);
    keys.put(key.newKey());
    return key;
  }

  private SimpleServiceGrpc.SimpleServiceBlockingStub blocking(KeyFixture key) {
    return with(key, SimpleServiceGrpc.newBlockingStub(channel))
        .withDeadlineAfter(10, TimeUnit.SECONDS);
  }

  private SimpleServiceGrpc.SimpleServiceStub streaming(KeyFixture key) {
    return with(key, SimpleServiceGrpc.newStub(channel));
  }

  private static <S extends AbstractStub<S>> S with(KeyFixture key, S stub) {
    Metadata head = new Metadata();
    head.put(KEY, key.secret().reveal());
    return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(head));
  }

  private static String said(SimpleServiceGrpc.SimpleServiceBlockingStub stub, String text) {
    return stub.unaryRpc(request(text)).getResponseMessage();
  }

  private static StatusRuntimeException refusalOf(
      SimpleServiceGrpc.SimpleServiceBlockingStub stub) {
    return failureOf(stub, "refuse me");
  }

  private static StatusRuntimeException failureOf(
      SimpleServiceGrpc.SimpleServiceBlockingStub stub, String text) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> said(stub, text));
  }

  private static SimpleRequest request(String text) {
    return SimpleRequest.newBuilder().setRequestMessage(text).build();
  }
}
