// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** One tab. Any thread. */
public final class Page implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LOADED =
      "new Promise(done => document.readyState === 'complete' ? done(true)"
          + " : addEventListener('load', () => done(true)))";

  private final DevTools tools;
  private final String session;

  Page(DevTools tools, String session) {
    this.tools = tools;
    this.session = session;
  }

  /** Goes there, and waits until everything is loaded. */
  public Page go(String url) {
    JsonNode gone = tools.call("Page.navigate", JSON.createObjectNode().put("url", url), session);
    if (gone.has("errorText")) {
      throw new AssertionError(url + ": " + gone.path("errorText").asText());
    }
    evaluate(LOADED);
    return this;
  }

  /** Sends these fields with every request of the page from now on. */
  public Page sendAlways(Map<String, String> fields) {
    tools.call("Network.enable", JSON.createObjectNode(), session);
    ObjectNode all = JSON.createObjectNode();
    all.set("headers", JSON.valueToTree(fields));
    tools.call("Network.setExtraHTTPHeaders", all, session);
    return this;
  }

  /**
   * The value of an expression of JavaScript, as JSON; of a promise, what it is kept with.
   *
   * @throws AssertionError when it throws
   */
  public JsonNode evaluate(String expression) {
    ObjectNode question =
        JSON.createObjectNode()
            .put("expression", expression)
            .put("awaitPromise", true)
            .put("returnByValue", true);
    JsonNode answer = tools.call("Runtime.evaluate", question, session);
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(answer.path("exceptionDetails").toString());
    }
    return answer.path("result").path("value");
  }

  @Override
  public void close() {
    tools.call("Page.close", JSON.createObjectNode(), session);
  }
}
