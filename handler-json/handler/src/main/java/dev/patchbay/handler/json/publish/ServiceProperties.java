package dev.patchbay.handler.json.publish;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.handler.json.logging.Printable;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The service properties of {@link JsonRpcFunctions}, which any code may have set to anything. What is wrong with them
 * is added to a list of faults. Used by one thread.
 */
final class ServiceProperties {

    private final Map<String, ?> properties;
    private final List<String> faults;

    ServiceProperties(Map<String, ?> properties, List<String> faults) {
        this.properties = properties;
        this.faults = faults;
    }

    /** Returns what is put in front of the names of functions; null if the scope is wrong, so that none has a name. */
    String prefix() {
        Object scope = properties.get(JsonRpcFunctions.SCOPE);
        if (scope != null && !(scope instanceof String)) {
            faults.add("nothing is published: " + JsonRpcFunctions.SCOPE + " is " + kind(scope) + "; set a String");
            return null;
        }
        return scope == null || ((String) scope).isBlank() ? "" : ((String) scope).trim() + ".";
    }

    /** Returns whether the author declared that the methods never block. */
    boolean isQuick() {
        Object execution = properties.get(JsonRpcFunctions.EXECUTION);
        if (execution == null || execution.equals("") || execution.equals(HandlerExecution.VIRTUAL.name())) {
            return false;
        }
        if (execution.equals(HandlerExecution.EVENT_LOOP.name())) {
            return true;
        }
        String given = execution instanceof String text ? text : kind(execution);
        faults.add(JsonRpcFunctions.EXECUTION + " = " + given + " is neither VIRTUAL nor EVENT_LOOP; VIRTUAL is used");
        return false;
    }

    /** Returns whether annotated methods are published: unless the property is false. */
    boolean isAnnotated() {
        Object annotated = properties.get(JsonRpcFunctions.ANNOTATED);
        if (annotated == null || annotated instanceof Boolean) {
            return !Boolean.FALSE.equals(annotated);
        }
        if (!annotated.equals("true") && !annotated.equals("false")) {
            String given = annotated instanceof String text ? text : kind(annotated);
            faults.add(JsonRpcFunctions.ANNOTATED + " = " + given
                    + " is neither true nor false; annotations are looked for");
        }
        return !annotated.equals("false");
    }

    /** Returns the names of the Java methods to publish, each once. */
    Set<String> functions() {
        Set<String> names = new LinkedHashSet<>();
        elements(properties.get(JsonRpcFunctions.FUNCTION)).forEach(name -> {
            if (!(name instanceof String text) || text.isBlank()) {
                String given = name instanceof String ? "an empty name" : kind(name);
                faults.add(JsonRpcFunctions.FUNCTION + " has " + given + "; set the names of methods, each a String");
            } else if (!names.add(text.trim())) {
                faults.add(JsonRpcFunctions.FUNCTION + " has the name " + text.trim() + " twice; it is published once");
            }
        });
        return names;
    }

    private static Stream<?> elements(Object property) {
        if (property instanceof Object[] array) {
            return Arrays.stream(array);
        }
        return property instanceof Collection<?> collection ? collection.stream() : Stream.ofNullable(property);
    }

    private static String kind(Object value) {
        return value == null
                ? "null"
                : "of the type " + Printable.text(value.getClass().getTypeName());
    }
}
