package dev.patchbay.handler.json.discover;

import dev.patchbay.handler.json.method.Function;
import dev.patchbay.handler.json.method.Parameter;
import dev.patchbay.handler.json.method.Parameter.Role;
import dev.patchbay.handler.json.method.Signature;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * The description of some methods after OpenRPC 1.3. It knows one description for each name, so of overloads the longest
 * is shown, and what the shortest does without is not required.
 */
final class OpenRpcDocument {

    private static final String VERSION = "1.3.2";

    private final Schemas schemas = new Schemas();

    /** Makes the document. */
    Map<String, Object> of(List<Function> functions) {
        List<Object> methods = new ArrayList<>();
        functions.forEach(function -> methods.add(method(function)));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openrpc", VERSION);
        document.put("info", pair("title", "Methods served by Patchbay", "version", "1.0.0"));
        document.put("methods", methods);
        document.put("components", Map.of("schemas", schemas.named()));
        return document;
    }

    private Map<String, Object> method(Function function) {
        JsonMapper mapper = function.service().mapper();
        Signature longest = function.signatures().stream()
                .max(Comparator.comparingInt(signature -> signature.parameters().size()))
                .orElseThrow();
        int required = function.signatures().stream()
                .mapToInt(Signature::required)
                .min()
                .orElseThrow();
        Map<String, Object> method = new LinkedHashMap<>();
        method.put("name", function.name());
        if (!longest.description().isEmpty()) {
            method.put("description", longest.description());
        }
        method.put("paramStructure", longest.hasNames() ? "either" : "by-position");
        method.put("params", longest.takesAll() ? List.of() : parameters(longest, required, mapper));
        method.put("result", pair("name", "result", "schema", schemas.of(longest.result(), mapper)));
        return method;
    }

    private List<Object> parameters(Signature signature, int required, JsonMapper mapper) {
        List<Object> descriptors = new ArrayList<>();
        for (Parameter parameter : signature.parameters()) {
            int place = descriptors.size();
            Map<String, Object> descriptor = new LinkedHashMap<>();
            descriptor.put("name", parameter.name() == null ? "parameter" + (place + 1) : parameter.name());
            if (!parameter.description().isEmpty()) {
                descriptor.put("description", parameter.description());
            }
            descriptor.put("required", place < required);
            descriptor.put("schema", schema(parameter, mapper));
            descriptors.add(descriptor);
        }
        return descriptors;
    }

    /** A variable number of values is an array by name; by position it is not, which OpenRPC cannot say. */
    private Map<String, Object> schema(Parameter parameter, JsonMapper mapper) {
        JavaType type = parameter.type();
        return parameter.role() == Role.REST
                ? schemas.of(mapper.getTypeFactory().constructArrayType(type), mapper)
                : schemas.of(type, mapper);
    }

    /** Two members in this order; those of {@code Map.of} come in another at each start. */
    private static Map<String, Object> pair(String first, Object value, String second, Object other) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(first, value);
        members.put(second, other);
        return members;
    }
}
