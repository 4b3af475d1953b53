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

/** What a service publishes, by its service properties; and what it meant to publish but cannot. */
public final class Publication {

    /** Names that begin so belong to the protocol (JSON-RPC 2.0, section 4). */
    private static final String RESERVED = "rpc.";

    private final MethodService service;
    private final Class<?> type;
    private final List<Function> functions = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private Publication(MethodService service) {
        this.service = service;
        this.type = service.object().getClass();
    }

    /** Reads the properties {@code jsonrpc.scope}, {@code jsonrpc.function} and {@code jsonrpc.execution}. */
    public static Publication of(MethodService service, Map<String, ?> properties) {
        Publication publication = new Publication(service);
        String scope = text(properties.get(JsonRpcFunctions.SCOPE));
        boolean quick = publication.isQuick(text(properties.get(JsonRpcFunctions.EXECUTION)));
        for (String function : texts(properties.get(JsonRpcFunctions.FUNCTION))) {
            publication.publish(scope.isEmpty() ? function : scope + "." + function, function, quick);
        }
        return publication;
    }

    /** Publishes what belongs to the protocol. */
    public static Publication ofHost(MethodService service, String scope, String... functions) {
        Publication publication = new Publication(service);
        for (String function : functions) {
            publication.add(scope + "." + function, function, false);
        }
        return publication;
    }

    /** Returns the functions. */
    public List<Function> functions() {
        return functions;
    }

    /** Returns what is wrong, a sentence for each fault. */
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

    private void publish(String name, String function, boolean quick) {
        if (name.startsWith(RESERVED)) {
            faults.add(name + " is not published: names that begin with " + RESERVED + " are reserved");
            return;
        }
        add(name, function, quick);
    }

    private void add(String name, String function, boolean quick) {
        try {
            List<Signature> signatures = signatures(function);
            functions.add(new Function(name, service, quick, signatures));
        } catch (IllegalArgumentException e) {
            faults.add(name + " is not published: " + e.getMessage());
        }
    }

    private List<Signature> signatures(String function) {
        List<Signature> found = new ArrayList<>();
        for (Method method : type.getMethods()) {
            if (method.getName().equals(function) && isOffered(method)) {
                found.add(signature(method));
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(type.getName() + " has no public method " + function);
        }
        refuseAmbiguity(found);
        return found;
    }

    private static boolean isOffered(Method method) {
        return !method.isBridge()
                && !method.isSynthetic()
                && !Modifier.isStatic(method.getModifiers())
                && method.getDeclaringClass() != Object.class;
    }

    private Signature signature(Method method) {
        if (!method.trySetAccessible()) {
            throw new IllegalArgumentException(method + " cannot be called from outside of its module");
        }
        try {
            return new Signature(method, service.mapper());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(method.toGenericString() + ": " + e.getMessage(), e);
        }
    }

    private static void refuseAmbiguity(List<Signature> signatures) {
        for (int i = 0; i < signatures.size(); i++) {
            for (int k = i + 1; k < signatures.size(); k++) {
                if (signatures.get(i).overlaps(signatures.get(k))) {
                    throw new IllegalArgumentException("nobody could tell " + signatures.get(i) + " from "
                            + signatures.get(k) + ": overloads must differ in their number of parameters");
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
