// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.NetSocket;
import java.net.ProtocolException;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One request and its answer over a stream of HTTP/2. One event loop. */
final class Http2Exchange implements UpstreamRequest, UpstreamAnswer {
  /** What may wait for the stream to take it before the client is made to wait. */
  private static final int UNSENT_BYTES = 16 * 1_024;

  private final HttpClientRequest request;
  private final CallListener listener;
  private @Nullable HttpClientResponse response;
  private boolean over;

  Http2Exchange(HttpClientRequest request, CallListener listener) {
    this.request = request;
    this.listener = listener;
    request.exceptionHandler(this::broken);
  }

  /** What a target is told about that speaks HTTP/1.1 alone. */
  static Throwable notSpoken() {
    return new ProtocolException("HTTP/2 is not spoken there");
  }

  /** Streams are never idle in between. */
  @Override
  public boolean isReused() {
    return false;
  }

  /** Streams share their connection. */
  @Override
  public boolean isAwaited() {
    return false;
  }

  @Override
  public BiConsumer<CharSequence, CharSequence> head() {
    MultiMap fields = request.headers();
    return fields::add;
  }

  @Override
  public void send() {
    expectAnswer();
    request.end().onFailure(this::broken);
  }

  @Override
  public void sendHead(boolean now) {
    expectAnswer();
    if (!request.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
      request.setChunked(true);
    }
    request.setWriteQueueMaxSize(UNSENT_BYTES);
    if (now) {
      request.sendHead().onFailure(this::broken);
    }
  }

  private void expectAnswer() {
    request.response().onComplete(this::answered, this::broken);
  }

  private void answered(HttpClientResponse answer) {
    answer.exceptionHandler(ofNoInterest -> {});
    if (over) {
      return;
    }
    if (answer.statusCode() < 200) {
      broken(new ProtocolException("an interim answer nobody asked for"));
      return;
    }
    response = answer;
    listener.answered(this, this);
  }

  private void broken(Throwable cause) {
    if (!over && response == null) {
      listener.broken(this, cause);
    }
  }

  @Override
  public void write(Buffer piece) {
    request.write(piece).onFailure(this::broken);
  }

  @Override
  public void end() {
    request.end().onFailure(this::broken);
  }

  @Override
  public boolean isFull() {
    return request.writeQueueFull();
  }

  @Override
  public void onDrain(Runnable action) {
    request.drainHandler(drained -> action.run());
  }

  @Override
  public void reset() {
    over = true;
    request.reset();
  }

  @Override
  public int status() {
    return answer().statusCode();
  }

  @Override
  public String phrase() {
    return "";
  }

  @Override
  public Fields fields() {
    return Fields.of(answer().headers());
  }

  @Override
  public Fields trailers() {
    return Fields.of(answer().trailers());
  }

  private HttpClientResponse answer() {
    return Objects.requireNonNull(response);
  }

  @Override
  public void read(AnswerReader reader) {
    answer().exceptionHandler(reader::broken);
    answer().endHandler(end -> reader.end());
    answer().handler(reader::piece);
  }

  @Override
  public void pause() {
    answer().pause();
  }

  @Override
  public void resume() {
    answer().resume();
  }

  @Override
  public NetSocket upgrade() {
    throw new UnsupportedOperationException("HTTP/2 has no upgrade");
  }
}
