package dev.patchbay.handler.json.method;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

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

    /** Evaluates the properties {@code jsonrpc.scope}, {@code jsonrpc.function} and {@code jsonrpc.execution}. */
    public static Publication of(PublishedService service, Map<String, ?> properties) {
        Publication publication = new Publication(service);
        String scope = text(properties.get(JsonRpcFunctions.SCOPE));
        boolean eventLoop = publication.isQuick(text(properties.get(JsonRpcFunctions.EXECUTION)));
        for (String function : texts(properties.get(JsonRpcFunctions.FUNCTION))) {
            publication.publish(scope.isEmpty() ? function : scope + "." + function, function, eventLoop);
        }
        return publication;
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

    private boolean isQuick(String execution) {
        if (execution.isEmpty() || execution.equals(HandlerExecution.VIRTUAL.name())) {
            return false;
        }
        if (execution.equals(HandlerExecution.EVENT_LOOP.name())) {
            return true;
        }
        faults.add(
                JsonRpcFunctions.EXECUTION + " = " + execution + " is neither VIRTUAL nor EVENT_LOOP; VIRTUAL is used");
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

    private static String text(Object property) {
        return property == null ? "" : property.toString().trim();
    }

    private static List<String> texts(Object property) {
        if (property instanceof Object[] array) {
            return Arrays.stream(array).map(Publication::text).toList();
        }
        if (property instanceof Collection<?> collection) {
            return collection.stream().map(Publication::text).toList();
        }
        return property == null ? List.of() : List.of(text(property));
    }
}
