// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What h2spec found.
 *
 * @param failed tests that did not pass, by section and title
 */
record H2specReport(List<Section> sections, List<String> failed) {
  private static final String ABOUT =
      """
      # HTTP/2 conformance

      h2spec %s with its strict tests, over TLS, against the gateway's listener. Written by `H2specTest`, which fails when
      another test fails than those explained below (`mvn -P long verify`; with `-Dlatchkey.sheet=write` the page is written
      anew). What h2spec does not ask, floods and heads with two readings above all, is asked by `Http2FloodTest` and
      `Http2HeadsTest`: see [hostile inputs](hostile-inputs.md).

      ## Sections

      | section | tests | passed |
      |---|---|---|
      """;

  /** One section with tests of its own. */
  record Section(String id, String title, int tests, int passed) {}

  static H2specReport read(Path file)
      throws ParserConfigurationException, SAXException, IOException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    NodeList suites =
        factory.newDocumentBuilder().parse(file.toFile()).getElementsByTagName("testsuite");
    List<Section> sections = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (int i = 0; i < suites.getLength(); i++) {
      Element suite = (Element) suites.item(i);
      NodeList cases = suite.getElementsByTagName("testcase");
      int passed = 0;
      for (int j = 0; j < cases.getLength(); j++) {
        Element one = (Element) cases.item(j);
        if (has(one, "failure") || has(one, "error") || has(one, "skipped")) {
          failed.add(suite.getAttribute("package") + ' ' + one.getAttribute("classname"));
        } else {
          passed++;
        }
      }
      if (cases.getLength() > 0) {
        sections.add(
            new Section(
                suite.getAttribute("package"),
                suite.getAttribute("name"),
                cases.getLength(),
                passed));
      }
    }
    return new H2specReport(sections, failed);
  }

  private static boolean has(Element element, String child) {
    return element.getElementsByTagName(child).getLength() > 0;
  }

  /** As a page of documentation. */
  String sheet(Map<String, String> excluded) {
    StringBuilder out = new StringBuilder(ABOUT.formatted(H2spec.VERSION));
    int tests = 0;
    int passed = 0;
    for (Section section : sections) {
      out.append(
          "| %s, %s | %d | %d |\n"
              .formatted(section.id(), section.title(), section.tests(), section.passed()));
      tests += section.tests();
      passed += section.passed();
    }
    out.append("\n%d of %d tests pass.\n\n## Exclusions\n\n".formatted(passed, tests));
    out.append("| test | why |\n|---|---|\n");
    excluded.forEach((test, why) -> out.append("| %s | %s |\n".formatted(test, why)));
    return out.toString();
  }
}
