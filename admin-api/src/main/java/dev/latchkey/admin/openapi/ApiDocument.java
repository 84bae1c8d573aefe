// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.resource.DisallowSchemaLoader;
import dev.latchkey.admin.json.Json;
import java.util.HashMap;
import java.util.Map;

/** The document with all its schemas compiled. Nothing is ever fetched. Immutable; any thread. */
public final class ApiDocument {
  private static final String BASE = "https://latchkey.dev/openapi/admin";

  private final ObjectNode tree;
  private final byte[] bytes;
  private final Map<String, BodySchema> schemas = new HashMap<>();
  private final Map<String, QuerySchema> queries = new HashMap<>();

  /** Reads the document from the class path and compiles it; a broken one fails here. */
  public ApiDocument() {
    this.tree = Sections.load();
    this.bytes = Json.bytes(tree);
    JsonSchemaFactory factory = factory();
    JsonSchema whole = factory.getSchema(SchemaLocation.of(BASE), tree, config());
    tree.at("/components/schemas")
        .fieldNames()
        .forEachRemaining(name -> schemas.put(name, new BodySchema(component(whole, name))));
    tree.path("paths").forEach(path -> path.forEach(operation -> addQuery(factory, operation)));
  }

  /** The whole document. */
  public JsonNode tree() {
    return tree;
  }

  /** The document as it is served. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * One of the component schemas.
   *
   * @throws IllegalArgumentException when the document has no schema of this name
   */
  public BodySchema schema(String name) {
    BodySchema schema = schemas.get(name);
    if (schema == null) {
      throw new IllegalArgumentException("the document has no schema " + name);
    }
    return schema;
  }

  /** What an operation takes after the question mark; of an undocumented one, anything. */
  public QuerySchema query(String operationId) {
    return queries.getOrDefault(operationId, QuerySchema.ANYTHING);
  }

  private void addQuery(JsonSchemaFactory factory, JsonNode operation) {
    ObjectNode schema = Json.object();
    schema.put("type", "object").put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    for (JsonNode given : operation.path("parameters")) {
      JsonNode parameter = resolved(given);
      if (parameter.at("/schema/additionalProperties").asBoolean(false)) {
        schema.put("additionalProperties", true);
      } else if (parameter.path("in").asText().equals("query")) {
        properties.set(parameter.path("name").asText(), parameter.path("schema"));
      }
    }
    queries.put(
        operation.path("operationId").asText(),
        new QuerySchema(properties, new BodySchema(factory.getSchema(schema, config()))));
  }

  private JsonNode resolved(JsonNode parameter) {
    return parameter.has("$ref")
        ? tree.at(parameter.path("$ref").asText().substring(1))
        : parameter;
  }

  private static JsonSchemaFactory factory() {
    return JsonSchemaFactory.getInstance(
        SpecVersion.VersionFlag.V202012,
        builder ->
            builder.schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance())));
  }

  /** Of the document as it was read: to the factory, a location means to read all of it again. */
  private static JsonSchema component(JsonSchema whole, String name) {
    SchemaLocation location = SchemaLocation.of(BASE + "#/components/schemas/" + name);
    JsonSchema schema = whole.getSubSchema(location.getFragment());
    schema.initializeValidators();
    return schema;
  }

  private static SchemaValidatorsConfig config() {
    return SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build();
  }
}
