package dev.patchbay.handler.json.method;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.handler.json.logging.LoggedThrowable;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The methods that a service publishes by its service properties, and the faults in these properties. */
public final class Publication {

    /** The specification reserves this prefix (JSON-RPC 2.0, section 4). */
    private static final String RESERVED = "rpc.";

    private final PublishedService service;
    private final Class<?> type;
    private final List<RpcMethod> methods = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private Publication(PublishedService service) {
        this.service = service;
        this.type = service.object().getClass();
    }

    /**
     * Evaluates the properties {@code jsonrpc.scope}, {@code jsonrpc.function} and {@code jsonrpc.execution}. Whatever
     * is wrong with them, or with the classes of the service, becomes a fault. Never throws.
     */
    public static Publication of(PublishedService service, Map<String, ?> properties) {
        Publication publication = new Publication(service);
        try {
            publication.evaluate(properties);
        } catch (Throwable t) {
            publication.methods.clear();
            publication.faults.add("nothing is published: " + LoggedThrowable.describe(t));
        }
        return publication;
    }

    private void evaluate(Map<String, ?> properties) {
        Object scope = properties.get(JsonRpcFunctions.SCOPE);
        if (scope != null && !(scope instanceof String)) {
            faults.add("nothing is published: " + JsonRpcFunctions.SCOPE + " is " + kind(scope) + "; set a String");
            return;
        }
        boolean eventLoop = isQuick(properties.get(JsonRpcFunctions.EXECUTION));
        String prefix = scope == null || ((String) scope).isBlank() ? "" : ((String) scope).trim() + ".";
        for (String function : functions(properties.get(JsonRpcFunctions.FUNCTION))) {
            publish(prefix + function, function, eventLoop);
        }
    }

    /** Publishes the handler's own methods, whose names are reserved. */
    public static Publication ofBuiltIn(PublishedService service, String scope, String... methods) {
        Publication publication = new Publication(service);
        for (String function : methods) {
            publication.add(scope + "." + function, function, false);
        }
        return publication;
    }

    /** Returns the published methods. */
    public List<RpcMethod> methods() {
        return methods;
    }

    /** Returns one sentence for each fault. */
    public List<String> faults() {
        return faults;
    }

    private boolean isQuick(Object execution) {
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

    private void publish(String name, String function, boolean eventLoop) {
        if (name.startsWith(RESERVED)) {
            faults.add(name + " is not published: names that begin with " + RESERVED + " are reserved");
            return;
        }
        add(name, function, eventLoop);
    }

    private void add(String name, String function, boolean eventLoop) {
        try {
            List<MethodOverload> overloads = overloads(function);
            methods.add(new RpcMethod(name, service, eventLoop, overloads));
        } catch (IllegalArgumentException e) {
            faults.add(name + " is not published: " + e.getMessage());
        } catch (Throwable t) {
            // Classes that the service's class refers to are resolved here, and their bundles may not be there.
            faults.add(name + " is not published: " + LoggedThrowable.describe(t)
                    + "; see that every class in the signatures of " + type.getName()
                    + " and in their annotations can be loaded");
        }
    }

    private List<MethodOverload> overloads(String function) {
        List<MethodOverload> found = new ArrayList<>();
        for (Method method : type.getMethods()) {
            if (method.getName().equals(function) && isOffered(method)) {
                found.add(overload(method));
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(type.getName() + " has no public method " + function);
        }
        rejectAmbiguity(found);
        return found;
    }

    private static boolean isOffered(Method method) {
        return !method.isBridge()
                && !method.isSynthetic()
                && !Modifier.isStatic(method.getModifiers())
                && method.getDeclaringClass() != Object.class;
    }

    private MethodOverload overload(Method method) {
        if (!method.trySetAccessible()) {
            throw new IllegalArgumentException(method + " cannot be called from outside its module; open the package");
        }
        try {
            return new MethodOverload(method, service.mapper());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(method.toGenericString() + ": " + e.getMessage(), e);
        }
    }

    private static void rejectAmbiguity(List<MethodOverload> overloads) {
        for (int i = 0; i < overloads.size(); i++) {
            for (int k = i + 1; k < overloads.size(); k++) {
                if (overloads.get(i).overlaps(overloads.get(k))) {
                    throw new IllegalArgumentException(overloads.get(i) + " and " + overloads.get(k)
                            + " are ambiguous: overloads must differ in their number of parameters");
                }
            }
        }
    }

    /** Returns the names of the methods to publish, each once. */
    private Set<String> functions(Object property) {
        Set<String> names = new LinkedHashSet<>();
        if (property instanceof Object[] array) {
            Arrays.stream(array).forEach(name -> addFunction(names, name));
        } else if (property instanceof Collection<?> collection) {
            collection.forEach(name -> addFunction(names, name));
        } else if (property != null) {
            addFunction(names, property);
        }
        return names;
    }

    private void addFunction(Set<String> names, Object name) {
        if (!(name instanceof String text) || text.isBlank()) {
            String given = name instanceof String ? "an empty name" : kind(name);
            faults.add(JsonRpcFunctions.FUNCTION + " has " + given + "; set the names of methods, each a String");
        } else if (!names.add(text.trim())) {
            faults.add(JsonRpcFunctions.FUNCTION + " has the name " + text.trim() + " twice; it is published once");
        }
    }

    private static String kind(Object value) {
        return value == null ? "null" : "of the type " + value.getClass().getTypeName();
    }
}
