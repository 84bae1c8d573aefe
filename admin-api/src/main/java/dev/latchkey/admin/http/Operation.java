// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.http;

import dev.latchkey.admin.access.Permission;
import io.vertx.core.http.HttpMethod;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table that the router is built from.
 *
 * @param path with {@code {name}} for one segment
 * @param id the operationId in the OpenAPI document
 * @param need who may call it
 * @param body what it is sent
 * @param messages whether refusals repeat their detail a second time, as dialects do
 */
public record Operation(
    HttpMethod method,
    String path,
    String id,
    Need need,
    BodyKind body,
    boolean messages,
    Endpoint endpoint) {

  /** Who may call an operation. */
  public sealed interface Need {
    /** Everybody, even without a token. */
    record Nothing() implements Need {}

    /** Every principal. */
    record Token() implements Need {}

    /** A principal with this permission. */
    record Holding(Permission permission) implements Need {}

    /**
     * A principal with any of these permissions; what was sent decides which it takes, and the
     * endpoint asks for that one.
     */
    record HoldingAny(Set<Permission> permissions) implements Need {
      public HoldingAny {
        permissions = Set.copyOf(permissions);
      }
    }
  }

  /**
   * What a request carries.
   *
   * @param schema name of a component schema; null for no body
   * @param optional whether the body may be missing
   * @param mergePatch whether the media type of merge patches is taken, too
   * @param raw whether the endpoint reads the bytes itself, because a signature covers them
   */
  public record BodyKind(
      @Nullable String schema, boolean optional, boolean mergePatch, boolean raw) {
    public static final BodyKind NONE = new BodyKind(null, true, false, false);

    /** Bytes of JSON. */
    public static final BodyKind RAW = new BodyKind(null, true, false, true);

    /** A body that must be there. */
    public static BodyKind required(String schema) {
      return new BodyKind(schema, false, false, false);
    }

    /** A body that may be left out. */
    public static BodyKind optional(String schema) {
      return new BodyKind(schema, true, false, false);
    }

    /** A merge patch (RFC 7396), which must be there. */
    public static BodyKind patch(String schema) {
      return new BodyKind(schema, false, true, false);
    }
  }

  /** An operation of the native API that needs a permission. */
  public static Operation of(
      HttpMethod method,
      String path,
      String id,
      Permission permission,
      BodyKind body,
      Endpoint endpoint) {
    return new Operation(method, path, id, new Need.Holding(permission), body, false, endpoint);
  }

  /** As {@link #of}, with refusals as dialects answer them. */
  public static Operation ofDialect(
      HttpMethod method,
      String path,
      String id,
      Permission permission,
      BodyKind body,
      Endpoint endpoint) {
    return new Operation(method, path, id, new Need.Holding(permission), body, true, endpoint);
  }
}
