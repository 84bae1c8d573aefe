// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.keys.ApiKey;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A successful answer.
 *
 * @param headers beside those that every answer has
 * @param cookies values of Set-Cookie
 * @param body null for none
 * @param lines instead of a body: lines of JSON, for as long as there are any
 */
public record Answer(
    int status,
    Map<String, String> headers,
    List<String> cookies,
    @Nullable JsonNode body,
    @Nullable Lines lines) {
  public Answer {
    headers = Map.copyOf(headers);
    cookies = List.copyOf(cookies);
  }

  public Answer(int status, Map<String, String> headers, @Nullable JsonNode body) {
    this(status, headers, List.of(), body, null);
  }

  /** Lines in portions; asked for the next one when the client has taken the one before. */
  @FunctionalInterface
  public interface Lines {
    /** The next lines, without line ends; none at the end. */
    Future<List<String>> next();
  }

  /** 200 with lines of JSON. */
  public static Answer lines(Lines lines) {
    return new Answer(200, Map.of(), List.of(), null, lines);
  }

  /** 200 with a body. */
  public static Answer ok(JsonNode body) {
    return new Answer(200, Map.of(), body);
  }

  /** With the version of a key as its entity tag (RFC 9110, 8.8.3). */
  public Answer tagged(ApiKey key) {
    return with("ETag", "\"v" + key.version() + "\"");
  }

  /** With one more header. */
  public Answer with(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, cookies, body, lines);
  }

  /** With one more cookie. */
  public Answer setting(String cookie) {
    List<String> more = new ArrayList<>(cookies);
    more.add(cookie);
    return new Answer(status, headers, more, body, lines);
  }
}
