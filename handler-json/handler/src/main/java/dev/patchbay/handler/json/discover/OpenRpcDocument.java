package dev.patchbay.handler.json.discover;

import dev.patchbay.handler.json.logging.LoggedThrowable;
import dev.patchbay.handler.json.logging.Printable;
import dev.patchbay.handler.json.method.MethodOverload;
import dev.patchbay.handler.json.method.MethodParameter;
import dev.patchbay.handler.json.method.MethodParameter.Role;
import dev.patchbay.handler.json.method.RpcMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * An OpenRPC 1.3 document. OpenRPC has one description per name, so a method with overloads is described by the longest
 * one, and only the parameters that every overload has are required. Used once, by one thread.
 */
final class OpenRpcDocument {

    private static final Logger LOG = LoggerFactory.getLogger(OpenRpcDocument.class);

    private static final String VERSION = "1.3.2";

    private final Schemas schemas = new Schemas("#/components/schemas/", false);

    /** Describes methods. */
    Map<String, Object> of(List<RpcMethod> published) {
        List<Object> methods = new ArrayList<>();
        for (RpcMethod rpcMethod : published) {
            try {
                methods.add(method(rpcMethod));
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("{} cannot be described", Printable.name(rpcMethod.name()), LoggedThrowable.of(e));
                methods.add(Map.of("name", rpcMethod.name(), "params", List.of()));
            }
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openrpc", VERSION);
        document.put("info", pair("title", "Methods served by Patchbay", "version", "1.0.0"));
        document.put("methods", methods);
        document.put("components", Map.of("schemas", schemas.named()));
        return document;
    }

    private Map<String, Object> method(RpcMethod rpcMethod) {
        JsonMapper mapper = rpcMethod.service().mapper();
        MethodOverload longest = rpcMethod.longest();
        Map<String, Object> method = new LinkedHashMap<>();
        method.put("name", rpcMethod.name());
        if (!longest.description().isEmpty()) {
            method.put("description", longest.description());
        }
        method.put("paramStructure", longest.hasParameterNames() ? "either" : "by-position");
        method.put(
                "params", longest.takesWholeParams() ? List.of() : parameters(longest, rpcMethod.required(), mapper));
        method.put("result", pair("name", "result", "schema", schemas.of(longest.result(), mapper)));
        return method;
    }

    private List<Object> parameters(MethodOverload signature, int required, JsonMapper mapper) {
        List<Object> descriptors = new ArrayList<>();
        for (MethodParameter parameter : signature.parameters()) {
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

    /** Varargs are an array when passed by name. By position they are separate values, which OpenRPC cannot express. */
    private Map<String, Object> schema(MethodParameter parameter, JsonMapper mapper) {
        JavaType type = parameter.type();
        return parameter.role() == Role.VARARGS
                ? schemas.of(mapper.getTypeFactory().constructArrayType(type), mapper)
                : schemas.of(type, mapper);
    }

    /** A map with a fixed order; that of {@code Map.of} differs from run to run. */
    private static Map<String, Object> pair(String first, Object value, String second, Object other) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(first, value);
        members.put(second, other);
        return members;
    }
}
