package dev.patchbay.handler.json.discover;

import dev.patchbay.handler.json.method.MethodOverload;
import dev.patchbay.handler.json.method.MethodParameter;
import dev.patchbay.handler.json.method.MethodParameter.Role;
import dev.patchbay.handler.json.method.RpcMethod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * The schemas of one method that is a tool. Each is complete: the schemas of objects that it refers to are in its {@code
 * $defs}. Both describe objects, which all revisions of the protocol can carry.
 *
 * @param input describes the arguments
 * @param output describes the result; null if there is none, or if it may be anything
 * @param isWrapped whether the result is no object, so that the output is an object with the member {@link #RESULT}
 */
public record ToolSchemas(Map<String, Object> input, Map<String, Object> output, boolean isWrapped) {

    /** The member that holds a result that is no object. */
    public static final String RESULT = "result";

    private static final String DEFS = "$defs";
    private static final String REF = "$ref";
    private static final String PREFIX = "#/" + DEFS + "/";
    private static final String TYPE = "type";
    private static final String OBJECT = "object";
    private static final String PROPERTIES = "properties";

    /** Describes a method. One with overloads is described by the longest, as in {@code rpc.discover}. */
    public static ToolSchemas of(RpcMethod method) {
        JsonMapper mapper = method.service().mapper();
        MethodOverload longest = method.longest();
        Map<String, Object> input =
                longest.takesWholeParams() ? whole(longest, mapper) : byName(longest, method.required(), mapper);
        Schemas schemas = new Schemas(PREFIX, true);
        Map<String, Object> result = schemas.of(longest.result(), mapper);
        if (longest.isVoid() || result.isEmpty()) {
            return new ToolSchemas(input, null, false);
        }
        Map<String, Object> root = root(result, schemas);
        if (OBJECT.equals(root.get(TYPE))) {
            return new ToolSchemas(input, root, false);
        }
        return new ToolSchemas(input, wrapped(schemas.within(longest.result(), mapper), schemas), true);
    }

    private static Map<String, Object> wrapped(Map<String, Object> result, Schemas schemas) {
        Map<String, Object> object = object();
        object.put(PROPERTIES, Map.of(RESULT, result));
        object.put("required", List.of(RESULT));
        addDefs(object, schemas.named());
        return object;
    }

    private static Map<String, Object> byName(MethodOverload signature, int required, JsonMapper mapper) {
        Schemas schemas = new Schemas(PREFIX, false);
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> needed = new ArrayList<>();
        for (MethodParameter parameter : signature.parameters()) {
            Map<String, Object> schema = new LinkedHashMap<>(schemas.of(type(parameter, mapper), mapper));
            if (!parameter.description().isEmpty()) {
                schema.put("description", parameter.description());
            }
            if (properties.size() < required) {
                needed.add(parameter.name());
            }
            properties.put(parameter.name(), schema);
        }
        Map<String, Object> object = object();
        object.put(PROPERTIES, properties);
        if (!needed.isEmpty()) {
            object.put("required", needed);
        }
        object.put("additionalProperties", false);
        addDefs(object, schemas.named());
        return object;
    }

    private static JavaType type(MethodParameter parameter, JsonMapper mapper) {
        return parameter.role() == Role.VARARGS
                ? mapper.getTypeFactory().constructArrayType(parameter.type())
                : parameter.type();
    }

    private static Map<String, Object> whole(MethodOverload signature, JsonMapper mapper) {
        Schemas schemas = new Schemas(PREFIX, false);
        JavaType type = signature.parameters().get(0).type();
        Map<String, Object> root = root(schemas.of(type, mapper), schemas);
        return OBJECT.equals(root.get(TYPE)) ? root : object();
    }

    /** Puts the schema that a reference leads to in its place, because clients look for the type at the root. */
    private static Map<String, Object> root(Map<String, Object> schema, Schemas schemas) {
        Map<String, Object> named = new LinkedHashMap<>(schemas.named());
        Map<String, Object> root = new LinkedHashMap<>(schema);
        if (schema.get(REF) instanceof String reference) {
            String name = reference.substring(PREFIX.length());
            root.remove(REF);
            ((Map<?, ?>) named.get(name)).forEach((key, value) -> root.put((String) key, value));
            if (!refers(named.values(), reference)) {
                named.remove(name);
            }
        }
        addDefs(root, named);
        return root;
    }

    private static boolean refers(Object schema, String reference) {
        if (schema instanceof Map<?, ?> map) {
            return reference.equals(map.get(REF)) || refers(map.values(), reference);
        }
        return schema instanceof Collection<?> all && all.stream().anyMatch(each -> refers(each, reference));
    }

    private static void addDefs(Map<String, Object> schema, Map<String, Object> named) {
        if (!named.isEmpty()) {
            schema.put(DEFS, named);
        }
    }

    private static Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(TYPE, OBJECT);
        return object;
    }
}
