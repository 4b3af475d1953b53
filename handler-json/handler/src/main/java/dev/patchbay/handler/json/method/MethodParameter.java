package dev.patchbay.handler.json.method;

import dev.patchbay.api.ConnContext;
import dev.patchbay.jsonrpc.AllParams;
import dev.patchbay.jsonrpc.JsonRpcClient;
import dev.patchbay.jsonrpc.Param;
import dev.patchbay.jsonrpc.mcp.McpRequest;
import java.lang.annotation.Annotation;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * One parameter of a Java method.
 *
 * @param role what the argument is
 * @param name the name for clients; null if the class file has none
 * @param description one sentence, or an empty string
 * @param optional whether clients may omit it
 * @param type the type; for varargs the type of one element
 * @param reader binds a JSON value to the type; null if the host injects the argument
 */
public record MethodParameter(
        Role role, String name, String description, boolean optional, JavaType type, ObjectReader reader) {

    /** What the argument of a parameter is. */
    public enum Role {
        /** One value of the params. */
        VALUE,
        /** All remaining values. */
        VARARGS,
        /** The whole {@code params}. */
        WHOLE_PARAMS,
        /** The connection, injected. */
        CONNECTION,
        /** The handle on the client, injected. */
        CLIENT,
        /** The request of a tool, injected. */
        REQUEST,
        /** The whole context, injected; for the handler's own methods. */
        CONTEXT;

        boolean isFromClient() {
            return this == VALUE || this == VARARGS || this == WHOLE_PARAMS;
        }
    }

    /** Reads a parameter, which is followed by those that it overrides. */
    static MethodParameter of(List<Parameter> declarations, JsonMapper mapper) {
        Parameter parameter = declarations.get(0);
        Param annotation = annotation(declarations, Param.class);
        Role role = role(parameter, annotation(declarations, AllParams.class) != null);
        JavaType declared = mapper.constructType(parameter.getParameterizedType());
        JavaType type = role == Role.VARARGS ? declared.getContentType() : declared;
        return new MethodParameter(
                role,
                annotation != null && !annotation.value().isEmpty() ? annotation.value() : sourceName(declarations),
                annotation == null ? "" : annotation.description(),
                role == Role.VARARGS || declared.hasRawClass(Optional.class),
                type,
                role.isFromClient() ? mapper.readerFor(type) : null);
    }

    private static <A extends Annotation> A annotation(List<Parameter> declarations, Class<A> type) {
        return declarations.stream()
                .map(parameter -> parameter.getAnnotation(type))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static String sourceName(List<Parameter> declarations) {
        return declarations.stream()
                .filter(Parameter::isNamePresent)
                .findFirst()
                .map(Parameter::getName)
                .orElse(null);
    }

    private static Role role(Parameter parameter, boolean takesWholeParams) {
        if (parameter.getType() == ConnContext.class) {
            return Role.CONNECTION;
        }
        if (parameter.getType() == JsonRpcClient.class) {
            return Role.CLIENT;
        }
        if (parameter.getType() == McpRequest.class) {
            return Role.REQUEST;
        }
        if (parameter.getType() == InvocationContext.class) {
            return Role.CONTEXT;
        }
        if (takesWholeParams) {
            return Role.WHOLE_PARAMS;
        }
        return parameter.isVarArgs() ? Role.VARARGS : Role.VALUE;
    }

    /** Names the parameter in an error message, by its position if it has no name. */
    String label(int index) {
        return name == null ? "parameter " + (index + 1) : "parameter \"" + name + "\"";
    }
}
