// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls the listener as a page of its own origin would: with cookies, and an Origin on changes. */
final class Browser {
  private final RunningAdmin admin;
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private String proof = "";

  Browser(RunningAdmin admin) {
    this.admin = admin;
  }

  Reply get(String path) {
    return send("GET", path, null, List.of());
  }

  /** A change, with everything that a page has to send. */
  Reply change(String method, String path, @Nullable String body) {
    return send(method, path, body, List.of("Origin", origin(), "X-CSRF-Token", proof));
  }

  Reply post(String path, String body) {
    return change("POST", path, body);
  }

  Reply signIn(String name, String password) {
    return post(
        "/admin/v1/session", "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}");
  }

  Reply send(String method, String path, @Nullable String body, List<String> headers) {
    List<String> all = new ArrayList<>(headers);
    if (body != null) {
      all.addAll(List.of("Content-Type", "application/json"));
    }
    if (!cookies.isEmpty()) {
      all.addAll(List.of("Cookie", cookieHeader()));
    }
    Reply reply = admin.send(method, path, null, body, all.toArray(String[]::new));
    reply.response().headers().allValues("Set-Cookie").forEach(this::keep);
    if (reply.status() == 200 && reply.json().has("csrfToken")) {
      proof = reply.at("/csrfToken");
    }
    return reply;
  }

  String origin() {
    return "http://127.0.0.1:" + admin.port();
  }

  String cookie(String name) {
    return cookies.getOrDefault(name, "");
  }

  void keep(String name, String value) {
    cookies.put(name, value);
  }

  void forget(String name) {
    cookies.remove(name);
  }

  private void keep(String setCookie) {
    String pair = setCookie.substring(0, setCookie.indexOf(';'));
    int equals = pair.indexOf('=');
    if (setCookie.contains("Max-Age=0")) {
      cookies.remove(pair.substring(0, equals));
    } else {
      cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
  }

  private String cookieHeader() {
    return cookies.entrySet().stream()
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
  }
}
