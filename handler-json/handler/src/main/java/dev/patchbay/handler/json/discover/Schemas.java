package dev.patchbay.handler.json.discover;

import dev.patchbay.jsonrpc.JsonText;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON Schemas of one document. Schemas of objects are collected by name, so that types may refer to themselves.
 */
final class Schemas {

    /** Returns the schemas of objects by name. */
    private final Map<String, Object> named = new LinkedHashMap<>();

    private final Map<JavaType, String> names = new HashMap<>();

    /** Returns the schemas of objects, by name. */
    Map<String, Object> named() {
        return named;
    }

    /** Returns the schema of a type; the schema of any value if Jackson cannot describe the type. */
    Map<String, Object> of(JavaType type, JsonMapper mapper) {
        if (type.hasRawClass(Optional.class)) {
            return of(type.containedTypeOrUnknown(0), mapper);
        }
        if (type.hasRawClass(void.class) || type.hasRawClass(Void.class)) {
            return Map.of("type", "null");
        }
        if (type.hasRawClass(Object.class) || type.hasRawClass(JsonText.class)) {
            return Map.of();
        }
        SchemaVisitor visitor = new SchemaVisitor(this, mapper);
        try {
            mapper.acceptJsonFormatVisitor(type, visitor);
        } catch (JacksonException | UnsupportedOperationException e) {
            return Map.of();
        }
        return visitor.schema();
    }

    /** Returns a reference to the schema of an object, and registers the schema at the first call for the type. */
    Map<String, Object> reference(JavaType type, Map<String, Object> schema) {
        String name = names.get(type);
        if (name == null) {
            name = newName(type);
            names.put(type, name);
            named.put(name, schema);
        }
        return Map.of("$ref", "#/components/schemas/" + name);
    }

    private String newName(JavaType type) {
        String simple = type.getRawClass().getSimpleName();
        String name = simple;
        for (int i = 2; named.containsKey(name); i++) {
            name = simple + i;
        }
        return name;
    }

    boolean isKnown(JavaType type) {
        return names.containsKey(type);
    }
}
