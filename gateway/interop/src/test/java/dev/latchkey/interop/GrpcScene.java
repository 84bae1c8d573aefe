// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.interop;

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
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import io.grpc.testing.protobuf.SimpleRequest;
import io.grpc.testing.protobuf.SimpleServiceGrpc;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Stubs before a gateway that speaks gRPC over TLS, and a service behind it. */
final class GrpcScene {
  static final Metadata.Key<String> KEY = field("x-api-key");
  static final Metadata.Key<String> KEY_ID = field("x-latchkey-key-id");
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

  private final TestClock clock = new TestClock();
  private final MapKeys keys = new MapKeys(clock);
  private final Echo backend = new Echo();
  private final TestGateway gateway;
  private final ManagedChannel channel;

  /** Makes one call before the first test: classes of TLS and HTTP/2 take their time to load. */
  GrpcScene(LoopWatch loops, Path folder) throws ConfigException, SSLException {
    TestAuthority authority = new TestAuthority(folder, "Latchkey test");
    authority.files("edge.test");
    LatchkeyConfig config =
        new ConfigLoader(Map.of())
            .loadText("test", CONFIG.replace("PORT", Integer.toString(backend.port())), folder);
    gateway = new TestGateway(loops.vertx(), config, keys, clock);
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", gateway.port())
            .overrideAuthority("edge.test")
            .sslContext(GrpcSslContexts.forClient().trustManager(authority.file().toFile()).build())
            .build();
    said(blocking(key("talk")), "warm");
    backend.head();
    gateway.nextEnded();
    loops.forget();
  }

  private static Metadata.Key<String> field(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  TestGateway gateway() {
    return gateway;
  }

  Echo backend() {
    return backend;
  }

  MapKeys keys() {
    return keys;
  }

  ManagedChannel channel() {
    return channel;
  }

  KeyFixture key(String... scopes) {
    KeyFixture key = KeyFixture.minted(clock.instant()).scopes(scopes);
    keys.put(key.newKey());
    return key;
  }

  SimpleServiceGrpc.SimpleServiceBlockingStub blocking(KeyFixture key) {
    return with(key, SimpleServiceGrpc.newBlockingStub(channel))
        .withDeadlineAfter(10, TimeUnit.SECONDS);
  }

  SimpleServiceGrpc.SimpleServiceStub streaming(KeyFixture key) {
    return with(key, SimpleServiceGrpc.newStub(channel));
  }

  private static <S extends AbstractStub<S>> S with(KeyFixture key, S stub) {
    Metadata head = new Metadata();
    head.put(KEY, key.secret().reveal());
    return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(head));
  }

  static String said(SimpleServiceGrpc.SimpleServiceBlockingStub stub, String text) {
    return stub.unaryRpc(request(text)).getResponseMessage();
  }

  static StatusRuntimeException refusalOf(SimpleServiceGrpc.SimpleServiceBlockingStub stub) {
    return failureOf(stub, "refuse me");
  }

  static StatusRuntimeException failureOf(
      SimpleServiceGrpc.SimpleServiceBlockingStub stub, String text) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> said(stub, text));
  }

  static SimpleRequest request(String text) {
    return SimpleRequest.newBuilder().setRequestMessage(text).build();
  }

  void close() throws InterruptedException {
    channel.shutdownNow();
    if (!channel.awaitTermination(5, TimeUnit.SECONDS)) {
      throw new AssertionError("the channel does not end");
    }
    gateway.close();
    backend.close();
  }
}
