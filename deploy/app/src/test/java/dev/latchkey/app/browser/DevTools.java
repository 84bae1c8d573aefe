// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The Chrome DevTools Protocol over a pipe: JSON, each message ended by a zero byte. Any thread may
 * call. Events are not listened to: what a test wants to know, it asks the page.
 */
final class DevTools {
  private static final int PATIENCE_SECONDS = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OutputStream out;
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();

  DevTools(InputStream in, OutputStream out) {
    this.out = out;
    Thread reader = new Thread(() -> read(new BufferedInputStream(in)), "devtools");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Calls a method and waits for its result.
   *
   * @param session of a page; null for the browser itself
   */
  JsonNode call(String method, ObjectNode parameters, @Nullable String session) {
    int id = last.incrementAndGet();
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", parameters);
    if (session != null) {
      message.put("sessionId", session);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    send(message);
    JsonNode said = await(method, answer);
    if (said.has("error")) {
      throw new AssertionError(method + ": " + said.path("error").path("message").asText());
    }
    return said.path("result");
  }

  private synchronized void send(ObjectNode message) {
    try {
      out.write(JSON.writeValueAsBytes(message));
      out.write(0);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode await(String method, CompletableFuture<JsonNode> answer) {
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("no answer to " + method, e);
    }
  }

  private void read(InputStream in) {
    try {
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next == 0) {
          deliver(JSON.readTree(message.toByteArray()));
          message.reset();
        } else {
          message.write(next);
        }
      }
      fail(new IOException("the browser has ended"));
    } catch (IOException e) {
      fail(e);
    }
  }

  private void deliver(JsonNode message) {
    CompletableFuture<JsonNode> answer = waiting.remove(message.path("id").asInt());
    if (answer != null) {
      answer.complete(message);
    }
  }

  private void fail(IOException cause) {
    waiting.values().forEach(answer -> answer.completeExceptionally(cause));
  }
}
