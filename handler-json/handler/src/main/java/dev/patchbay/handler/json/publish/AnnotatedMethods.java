package dev.patchbay.handler.json.publish;

import dev.patchbay.handler.json.logging.LoggedThrowable;
import dev.patchbay.handler.json.reflect.Declarations;
import dev.patchbay.jsonrpc.JsonRpcMethod;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The methods of a class that have {@link JsonRpcMethod}, found in one scan. What is wrong with them is added to a list
 * of faults.
 */
final class AnnotatedMethods {

    private final Class<?> type;
    private final List<String> faults;
    private final Map<Method, String> names = new LinkedHashMap<>();

    private AnnotatedMethods(Class<?> type, List<String> faults) {
        this.type = type;
        this.faults = faults;
    }

    /** Returns the names that annotations give to methods, in the order of the names. */
    static Map<Method, String> of(Class<?> type, List<Method> offered, List<String> faults) {
        AnnotatedMethods scan = new AnnotatedMethods(type, faults);
        offered.forEach(scan::addPublic);
        for (Class<?> next = type; next != null && next != Object.class; next = next.getSuperclass()) {
            scan.tellOfOthers(next);
        }
        return scan.names;
    }

    private void addPublic(Method method) {
        try {
            JsonRpcMethod annotation = Declarations.of(type, method).annotation(JsonRpcMethod.class);
            if (annotation != null) {
                names.put(method, annotation.value());
            }
        } catch (Throwable t) {
            // Annotations may refer to classes whose bundles are not there.
            faults.add("the annotations of " + method + " cannot be read: " + LoggedThrowable.describe(t));
        }
    }

    /** Reports annotated methods that are never called. */
    private void tellOfOthers(Class<?> declaring) {
        Method[] declared;
        try {
            declared = declaring.getDeclaredMethods();
        } catch (LinkageError e) {
            // Methods that are not public may refer to classes that are not there, and need not be published.
            return;
        }
        for (Method method : declared) {
            boolean called = Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers());
            if (!called && !method.isSynthetic() && method.isAnnotationPresent(JsonRpcMethod.class)) {
                faults.add(
                        method + " is not published, in spite of @JsonRpcMethod: it has to be public, and not static");
            }
        }
    }
}
