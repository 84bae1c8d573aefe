// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The schema that editors use and the loader hold the same shape of file for right. */
class SchemaTest {
  private static final Path SCHEMA =
      Path.of("src/main/resources/dev/latchkey/config/latchkey.schema.json");

  private static final String ROUTE = "path: /r, upstream: u";
  private static final String ISSUER = "issuer: i, audience: a";

  private static JsonSchema schema;

  @BeforeAll
  static void readSchema() throws IOException {
    schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(SCHEMA));
  }

  static Stream<String> samples() {
    return Samples.NAMES.stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everySampleSatisfiesTheSchema(String name) throws IOException {
    String yaml = Files.readString(Samples.FOLDER.resolve(name));

    Set<ValidationMessage> findings = schema.validate(tree(yaml));

    assertThat(findings).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "store: { embedded: }",
        "store: { embedded: , retention: { minutes: 31d, hours: 7d, days: 31d, calls: 1h } }",
        "store: { embedded: { data: ./x }, migrate: false, pepper: \"${env:GOOD_SECRET}\" }",
        "store: { postgres: { url: \"postgresql://u@h:5432/d?sslmode=require\", poolSize: 4 } }",
        "management: { listen: \"[::1]:9090\" }",
        "profiles: { p: { prefix: \"a_{env}_\", environments: { live: , test: { maxLifetime: 1h } }"
            + " } }",
        "admin: { listen: localhost:0, issuers: [ { issuer: i, audience: a, algorithm: HS256, "
            + "secret: \"${env:GOOD_SECRET}\", roles: { Boss: owner }, claims: { tenant: t } } ] }",
        "admin: { listen: 127.0.0.1:0, issuers: [ { issuer: i, audience: a, algorithm: EdDSA, "
            + "jwks: \"https://id.example.test/keys\" } ] }",
        "admin: { listen: 127.0.0.1:0, login: { idle: 5m, local: { tenant: acme } } }",
        "admin: { listen: 127.0.0.1:0, leaks: { githubKeys: \"https://id.example.test/k\" }, login:"
            + " { publicUrl: \"https://a.test\", oidc: { issuer: \"https://id.example.test\","
            + " clientId: c, clientSecret: \"${env:GOOD_SECRET}\", algorithm: EdDSA, scopes: ["
            + " openid ], roles: { Boss: owner }, claims: { tenant: t } } } }",
        "profiles: { p: { prefix: p_, onLeak: revoke } }",
        "upstreams: { u: { targets: [ 'http://a:1', { url: 'http://b:1', weight: 3 } ], balance:"
            + " leastLoaded, health: { path: '/up?x=1', statuses: [ 200 ] }, ejection: {}, retries:"
            + " { max: 0 }, breaker: {} } }\n"
            + "routes: [ { id: r, path: /r/**, public: true, upstream: u, timeouts: { total: 1h },"
            + " rewrite: { stripPrefix: /r, addPrefix: /s }, requestHeaders: { set: { X-A: 'b c' }"
            + " }, responseHeaders: { remove: [ Server ] }, cors: { origins: ["
            + " 'https://*.a.test:8443' ] }, maxBody: 1GiB, ipAllow: [ 10.0.0.0/8 ], maintenance:"
            + " true } ]",
        "plans: { p: { limits: [ { name: m, limit: 5, window: 60s, burst: 5 },"
            + " { name: h, limit: 50, window: 1h, scope: cluster } ] } }\n"
            + "profiles: { p: { prefix: p_, plan: p } }",
      })
  void bothAcceptWhatIsFine(String more) {
    String yaml = Samples.minimal(more);

    Set<ValidationMessage> findings = schema.validate(tree(yaml));

    assertThat(findings).isEmpty();
    assertThatCode(() -> Samples.load(yaml)).doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "/schema/broken-shapes.csv", delimiter = '|', quoteCharacter = '`')
  void bothRefuseWhatIsBroken(String sentence, String snippet) {
    assertBothRefuse(sentence, Samples.minimal(snippet));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "neither scopes nor public  | id: r, " + ROUTE,
        "public: false alone        | id: r, public: false, " + ROUTE,
        "public with scopes         | id: r, public: true, scopes: { all: [] }, " + ROUTE,
        "public with an environment | id: r, public: true, environment: live, " + ROUTE,
        "both all and any           | id: r, scopes: { all: [ s ], any: [ s ] }, " + ROUTE,
        "neither all nor any        | id: r, scopes: {}, " + ROUTE,
        "any of nothing             | id: r, scopes: { any: [] }, " + ROUTE,
        "a wildcard                 | id: r, scopes: { all: [ '*' ] }, " + ROUTE,
        "a lower-case method        | id: r, public: true, methods: [ get ], " + ROUTE,
        "a tunnel                   | id: r, public: true, methods: [ CONNECT ], " + ROUTE,
        "no methods                 | id: r, public: true, methods: [], " + ROUTE,
        "the same method twice      | id: r, public: true, methods: [ GET, GET ], " + ROUTE,
        "a host with a port         | id: r, public: true, hosts: [ 'a.test:80' ], " + ROUTE,
        "an upper-case host         | id: r, public: true, hosts: [ A.test ], " + ROUTE,
        "no id                      | public: true, " + ROUTE,
        "no upstream                | id: r, public: true, path: /r",
        "a path without a slash     | id: r, public: true, path: r, upstream: u",
        "an encoded path            | id: r, public: true, path: '/%2e', upstream: u",
        "a rewrite of nothing       | id: r, public: true, rewrite: {}, " + ROUTE,
        "two rewrites of a path     | id: r, public: true, path: /r, upstream: u, rewrite: {"
            + " addPrefix: /a, replacePrefix: { from: /r, to: /b } }",
        "an unknown timeout         | id: r, public: true, timeouts: { head: 1s }, " + ROUTE,
        "a header in two lines      | id: r, public: true, requestHeaders: { set: { X: \"a\\n"
            + "b\" } }, "
            + ROUTE,
        "no origins                 | id: r, public: true, cors: {}, " + ROUTE,
        "an origin with a path      | id: r, public: true, cors: { origins: [ 'https://a/b' ] }, "
            + ROUTE,
        "a size without unit        | id: r, public: true, maxBody: 10, " + ROUTE,
        "a word for a flag          | id: r, public: true, maintenance: soon, " + ROUTE,
        "nobody allowed             | id: r, public: true, ipAllow: [], " + ROUTE,
        "an unknown key             | id: r, public: true, priority: 1, " + ROUTE,
      })
  void bothRefuseABrokenRoute(String sentence, String route) {
    String rest = "scopes: [ { id: s } ]\nupstreams: { u: { targets: [ 'http://h' ] } }\n";

    assertBothRefuse(sentence, Samples.minimal(rest + "routes: [ { " + route + " } ]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "no key at all              | algorithm: HS256, " + ISSUER,
        "two kinds of key           | algorithm: RS256, jwks: 'https://h/k', publicKey: k.pem, "
            + ISSUER,
        "a public key for HS256     | algorithm: HS256, jwks: 'https://h/k', " + ISSUER,
        "a secret for RS256         | algorithm: RS256, secret: '${env:GOOD_SECRET}', " + ISSUER,
        "an unknown algorithm       | algorithm: none, secret: '${env:GOOD_SECRET}', " + ISSUER,
        "no algorithm               | secret: '${env:GOOD_SECRET}', " + ISSUER,
        "no audience                | algorithm: HS256, secret: '${env:GOOD_SECRET}', issuer: i",
        "an unknown role            | algorithm: HS256, secret: '${env:GOOD_SECRET}', roles: { a: b"
            + " }, "
            + ISSUER,
        "an unknown claim           | algorithm: HS256, secret: '${env:GOOD_SECRET}', claims: { a:"
            + " b }, "
            + ISSUER,
        "an inline secret           | algorithm: HS256, secret: abc, " + ISSUER,
      })
  void bothRefuseABrokenIssuer(String sentence, String issuer) {
    String admin = "admin: { listen: 'localhost:0', issuers: [ { " + issuer + " } ] }";

    assertBothRefuse(sentence, Samples.minimal(admin));
  }

  @Test
  void bothRefuseAFileWithNothingToRun() {
    assertBothRefuse("nothing to run", "version: 1\n");
    assertBothRefuse("no version", "gateway: { listen: '127.0.0.1:8080' }\n");
    assertBothRefuse("another version", "version: 2\ngateway: { listen: '127.0.0.1:8080' }\n");
  }

  private static void assertBothRefuse(String sentence, String yaml) {
    assertThat(schema.validate(tree(yaml))).as(sentence + ", by the schema").isNotEmpty();
    ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> Samples.load(yaml));
    assertThat(refusal).as(sentence + ", by the loader").isNotNull();
    assertThat(refusal.problems())
        .as("problems other than definitions that these small files do not use")
        .anyMatch(problem -> !"use it or remove it".equals(problem.hint()));
  }

  private static JsonNode tree(String yaml) {
    Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    return new ObjectMapper().valueToTree(loaded);
  }
}
