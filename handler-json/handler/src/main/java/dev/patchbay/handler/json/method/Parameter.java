package dev.patchbay.handler.json.method;

import dev.patchbay.api.ConnContext;
import dev.patchbay.jsonrpc.AllParams;
import dev.patchbay.jsonrpc.JsonRpcClient;
import dev.patchbay.jsonrpc.Param;
import java.util.Optional;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * One parameter of a Java method.
 *
 * @param role        what is put there
 * @param name        its name for clients; null if the class does not say
 * @param description a sentence about it, maybe empty
 * @param optional    whether it may be left out
 * @param type        its type; for a variable number of arguments that of one of them
 * @param reader      makes an argument out of JSON
 */
public record Parameter(
        Role role, String name, String description, boolean optional, JavaType type, ObjectReader reader) {

    /** What is put into a parameter. */
    public enum Role {
        /** One value of the client's. */
        VALUE,
        /** All values that are left. */
        REST,
        /** The whole {@code params}. */
        ALL,
        /** The connection. */
        CONNECTION,
        /** The handle on the client. */
        CLIENT;

        boolean isGivenByClient() {
            return this == VALUE || this == REST || this == ALL;
        }
    }

    static Parameter of(java.lang.reflect.Parameter parameter, JsonMapper mapper) {
        Role role = role(parameter);
        JavaType declared = mapper.constructType(parameter.getParameterizedType());
        JavaType type = role == Role.REST ? declared.getContentType() : declared;
        Param annotation = parameter.getAnnotation(Param.class);
        boolean named = annotation != null && !annotation.value().isEmpty();
        return new Parameter(
                role,
                named ? annotation.value() : parameter.isNamePresent() ? parameter.getName() : null,
                annotation == null ? "" : annotation.description(),
                role == Role.REST || declared.hasRawClass(Optional.class),
                type,
                role.isGivenByClient() ? mapper.readerFor(type) : null);
    }

    private static Role role(java.lang.reflect.Parameter parameter) {
        if (parameter.getType() == ConnContext.class) {
            return Role.CONNECTION;
        }
        if (parameter.getType() == JsonRpcClient.class) {
            return Role.CLIENT;
        }
        if (parameter.isAnnotationPresent(AllParams.class)) {
            return Role.ALL;
        }
        return parameter.isVarArgs() ? Role.REST : Role.VALUE;
    }

    /** Returns the name, or the place of a parameter without one, for a sentence. */
    String label(int index) {
        return name == null ? "parameter " + (index + 1) : "parameter \"" + name + "\"";
    }
}
