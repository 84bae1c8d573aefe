// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.fetch;

import io.vertx.core.Future;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One exchange with another server: no redirects, a bounded answer, a bounded time. Futures fail
 * with {@link FetchException}, also for any status but 200, and complete on the caller's context.
 */
public interface Fetch {
  /** Largest answer in bytes. */
  int MAX_BYTES = 256 * 1024;

  /** The body of an answer to GET. */
  Future<byte[]> get(URI url);

  /**
   * The body of an answer to a POST of {@code application/x-www-form-urlencoded}.
   *
   * @param authorization the field's value; null for none
   */
  Future<byte[]> post(URI url, Map<String, String> form, @Nullable String authorization);
}
