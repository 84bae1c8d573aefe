// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.fetch;

import io.netty.handler.codec.http.QueryStringEncoder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@link Fetch} over HTTP/1.1, with the JDK's trusted certificates and names checked. An answer
 * takes at most 5 s from the first look-up of the name to its last byte.
 */
public final class HttpFetch implements Fetch {
  private static final long LIMIT_MILLIS = 5_000;
  private static final int CONNECT_MILLIS = 2_000;
  private static final int MAX_HEADER_BYTES = 16_384;
  private static final int CONNECTIONS = 4;
  private static final int WAITING = 16;

  private final Vertx vertx;
  private final long limitMillis;
  private final HttpClient client;

  public HttpFetch(Vertx vertx) {
    this(vertx, LIMIT_MILLIS);
  }

  /**
   * @param limitMillis in place of the 5 s
   */
  public HttpFetch(Vertx vertx, long limitMillis) {
    this.vertx = vertx;
    this.limitMillis = limitMillis;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setDecompressionSupported(false),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(WAITING));
  }

  /** Ends what is under way and fetches no more. Any thread. */
  public Future<Void> close() {
    return client.close();
  }

  @Override
  public Future<byte[]> get(URI url) {
    return exchange(HttpMethod.GET, url, null, null);
  }

  @Override
  public Future<byte[]> post(URI url, Map<String, String> form, @Nullable String authorization) {
    QueryStringEncoder encoded = new QueryStringEncoder("");
    form.forEach(encoded::addParam);
    return exchange(
        HttpMethod.POST, url, Buffer.buffer(encoded.toString().substring(1)), authorization);
  }

  private Future<byte[]> exchange(
      HttpMethod method, URI url, @Nullable Buffer form, @Nullable String authorization) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setAbsoluteURI(url.toString())
            .setFollowRedirects(false)
            .putHeader("Accept", "application/json");
    if (form != null) {
      options.putHeader("Content-Type", "application/x-www-form-urlencoded");
    }
    if (authorization != null) {
      options.putHeader("Authorization", authorization);
    }
    Promise<byte[]> answer = Promise.promise();
    long timer =
        vertx.setTimer(
            limitMillis,
            late -> answer.tryFail(new FetchException("no answer within " + limitMillis + " ms")));
    client
        .request(options)
        .onComplete(
            request -> send(request, form, answer),
            failure -> answer.tryFail(new FetchException(failure.getClass().getSimpleName())));
    return answer.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private static void send(
      HttpClientRequest request, @Nullable Buffer form, Promise<byte[]> answer) {
    // Whoever gives up also lets go of the connection.
    answer.future().onFailure(given -> request.reset());
    Future<HttpClientResponse> sent = form == null ? request.send() : request.send(form);
    sent.onComplete(
        response -> read(response, answer),
        failure -> answer.tryFail(new FetchException(failure.getClass().getSimpleName())));
  }

  private static void read(HttpClientResponse response, Promise<byte[]> answer) {
    if (response.statusCode() != 200) {
      answer.tryFail(new FetchException(response.statusCode()));
      return;
    }
    Buffer body = Buffer.buffer();
    response.handler(
        chunk -> {
          if (body.length() + chunk.length() > MAX_BYTES) {
            answer.tryFail(new FetchException("an answer of more than " + MAX_BYTES + " bytes"));
          } else {
            body.appendBuffer(chunk);
          }
        });
    response.exceptionHandler(
        failure -> answer.tryFail(new FetchException(failure.getClass().getSimpleName())));
    response.endHandler(end -> answer.tryComplete(body.getBytes()));
  }
}
