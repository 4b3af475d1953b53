package dev.patchbay.handler.json.publish;

import dev.patchbay.handler.json.logging.LoggedThrowable;
import dev.patchbay.handler.json.method.MethodOverload;
import dev.patchbay.handler.json.method.PublishedService;
import dev.patchbay.handler.json.method.RpcMethod;
import dev.patchbay.handler.json.reflect.Declarations;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The methods that a service publishes by its service properties and annotations, and the faults in these. */
public final class Publication {

    /** The specification reserves this prefix (JSON-RPC 2.0, section 4). */
    private static final String RESERVED = "rpc.";

    private static final String RESERVED_TEXT = "names that begin with " + RESERVED + " are reserved";

    private final PublishedService service;
    private final Class<?> type;
    private final List<RpcMethod> methods = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    /** The Java methods of each JSON-RPC name. */
    private final Map<String, Set<Method>> named = new LinkedHashMap<>();

    private Publication(PublishedService service) {
        this.service = service;
        this.type = service.object().getClass();
    }

    /**
     * Evaluates the service properties of {@link JsonRpcFunctions}, and the annotations of the service's class. Whatever
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
        ServiceProperties given = new ServiceProperties(properties, faults);
        String prefix = given.prefix();
        if (prefix == null) {
            return;
        }
        boolean eventLoop = given.isQuick();
        Set<String> functions = given.functions();
        List<Method> offered = offered(prefix, functions);
        if (offered != null) {
            functions.forEach(function -> nameFunction(prefix + function, function, offered));
        }
        if (offered != null && given.isAnnotated()) {
            nameAnnotated(offered);
        }
        if (named.isEmpty() && faults.isEmpty()) {
            faults.add("nothing is published: " + type.getName() + " has no public method with @JsonRpcMethod, and "
                    + JsonRpcFunctions.FUNCTION + " names none; annotate a method, or name one");
        }
        named.keySet().forEach(name -> publish(name, eventLoop));
    }

    /** Publishes the handler's own methods, whose names are reserved. */
    public static Publication ofBuiltIn(PublishedService service, String scope, String... methods) {
        Publication publication = new Publication(service);
        List<Method> offered = publication.offered();
        for (String function : methods) {
            String name = scope + "." + function;
            publication.add(name, function, offered);
            publication.publish(name, false);
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

    /** Returns null, and adds a fault, if the methods cannot be listed. */
    private List<Method> offered(String prefix, Set<String> functions) {
        try {
            return offered();
        } catch (LinkageError e) {
            String names = functions.isEmpty()
                    ? "nothing is"
                    : functions.stream().map(prefix::concat).collect(Collectors.joining(", "))
                            + (functions.size() == 1 ? " is" : " are");
            faults.add(names + " not published: " + cause(e));
            return null;
        }
    }

    /** Returns the Java methods that may be published, in an order that does not differ from run to run. */
    private List<Method> offered() {
        return Arrays.stream(type.getMethods())
                .filter(method -> !method.isBridge() && !method.isSynthetic())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getDeclaringClass() != Object.class)
                .sorted(Comparator.comparing(Method::getName).thenComparing(Method::toString))
                .toList();
    }

    private void nameFunction(String name, String function, List<Method> offered) {
        if (name.startsWith(RESERVED)) {
            faults.add(name + " is not published: " + RESERVED_TEXT);
        } else {
            add(name, function, offered);
        }
    }

    private void add(String name, String function, List<Method> offered) {
        List<Method> found = offered.stream()
                .filter(method -> method.getName().equals(function))
                .toList();
        if (found.isEmpty()) {
            faults.add(name + " is not published: " + type.getName() + " has no public method " + function);
        }
        found.forEach(method -> name(name, method));
    }

    private void nameAnnotated(List<Method> offered) {
        AnnotatedMethods.of(type, offered, faults).forEach((method, name) -> {
            if (name.startsWith(RESERVED)) {
                faults.add(name + " is not published: " + RESERVED_TEXT + "; see @JsonRpcMethod of " + method);
            } else if (name.isEmpty()) {
                faults.add(method + " is not published: its @JsonRpcMethod has an empty name; write one");
            } else if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
                faults.add(method + " is not published: the name in its @JsonRpcMethod, " + name
                        + ", has half of a surrogate pair, which JSON text cannot have; write another");
            } else if (!name(name, method)) {
                faults.add(name + " is given to " + method + " twice, by " + JsonRpcFunctions.FUNCTION
                        + " and by @JsonRpcMethod; it is published once");
            }
        });
    }

    private boolean name(String name, Method method) {
        return named.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(method);
    }

    private void publish(String name, boolean eventLoop) {
        try {
            List<MethodOverload> overloads =
                    named.get(name).stream().map(this::overload).toList();
            rejectAmbiguity(overloads);
            methods.add(new RpcMethod(name, service, eventLoop, overloads));
        } catch (IllegalArgumentException e) {
            faults.add(name + " is not published: " + e.getMessage());
        } catch (Throwable t) {
            // Classes that the service's class refers to are resolved here, and their bundles may not be there.
            faults.add(name + " is not published: " + cause(t));
        }
    }

    private String cause(Throwable thrown) {
        return LoggedThrowable.describe(thrown) + "; see that every class in the signatures of " + type.getName()
                + " and in their annotations can be loaded";
    }

    private MethodOverload overload(Method method) {
        if (!method.trySetAccessible()) {
            throw new IllegalArgumentException(method + " cannot be called from outside its module; open the package");
        }
        try {
            return new MethodOverload(Declarations.of(type, method), service.mapper());
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
}
