package dev.patchbay.handler.json.discover;

import dev.patchbay.handler.json.logging.LoggedThrowable;
import dev.patchbay.handler.json.logging.Printable;
import dev.patchbay.jsonrpc.JsonText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON Schemas of one document. Schemas of objects are collected by name, so that types may refer to themselves.
 */
final class Schemas {

    private static final Logger LOG = LoggerFactory.getLogger(Schemas.class);

    private final String prefix;
    private final boolean nullable;

    /** The schemas of objects, by name. */
    private final Map<String, Object> named = new LinkedHashMap<>();

    private final Map<JavaType, String> names = new HashMap<>();

    /**
     * Creates an empty collection.
     *
     * @param prefix what references have in front of the name of a schema
     * @param nullable whether a value within another one may be null, as it may in what is sent
     */
    Schemas(String prefix, boolean nullable) {
        this.prefix = prefix;
        this.nullable = nullable;
    }

    /** Returns the schemas of objects, by name. */
    Map<String, Object> named() {
        return named;
    }

    /** Returns the schema of a type; the schema of any value if the type cannot be described. */
    Map<String, Object> of(JavaType type, JsonMapper mapper) {
        if (type.isReferenceType()) {
            return orNull(of(type.getReferencedType(), mapper));
        }
        if (type.hasRawClass(void.class) || type.hasRawClass(Void.class)) {
            return Map.of("type", "null");
        }
        if (type.hasRawClass(Object.class) || type.hasRawClass(JsonText.class)) {
            return Map.of();
        }
        Map<String, Object> known = KnownSchemas.of(type.getRawClass());
        if (known != null) {
            return known;
        }
        SchemaVisitor visitor = new SchemaVisitor(this, mapper);
        try {
            mapper.acceptJsonFormatVisitor(type, visitor);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // A type of one service must not hide the methods of the others.
            LOG.debug("the type {} cannot be described", Printable.text(type.toCanonical()), LoggedThrowable.of(e));
            return Map.of();
        }
        return visitor.schema();
    }

    /** Returns the schema of a value within another one: of a member or an element. */
    Map<String, Object> within(JavaType type, JsonMapper mapper) {
        Map<String, Object> schema = of(type, mapper);
        return nullable && !type.isPrimitive() && !type.isReferenceType() ? orNull(schema) : schema;
    }

    /** Returns the schema that accepts null as well. */
    static Map<String, Object> orNull(Map<String, Object> schema) {
        if (schema.isEmpty()) {
            return schema;
        }
        Map<String, Object> either = new LinkedHashMap<>();
        if (schema.get("type") instanceof String type) {
            either.putAll(schema);
            either.put("type", List.of(type, "null"));
            if (schema.get("enum") instanceof List<?> constants) {
                List<Object> withNull = new ArrayList<>(constants);
                withNull.add(null);
                either.put("enum", withNull);
            }
        } else {
            either.put("anyOf", List.of(schema, Map.of("type", "null")));
        }
        return either;
    }

    /** Returns a reference to the schema of an object, and registers the schema at the first call for the type. */
    Map<String, Object> reference(JavaType type, Map<String, Object> schema) {
        String name = names.get(type);
        if (name == null) {
            name = newName(type);
            names.put(type, name);
            named.put(name, schema);
        }
        return Map.of("$ref", prefix + name);
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
