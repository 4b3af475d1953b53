package dev.patchbay.handler.json.method;

import dev.patchbay.handler.json.buffer.Slice;
import dev.patchbay.handler.json.logging.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * A published JSON-RPC method: one or more overloads of a Java method of one service. Immutable, and safe for any
 * thread.
 */
public final class RpcMethod {

    private final String name;
    private final PublishedService service;
    private final boolean eventLoop;
    private final List<MethodOverload> overloads;
    private final CallCounter calls;

    /**
     * Creates a method.
     *
     * @param name the JSON-RPC name
     * @param eventLoop whether the author declared that the method never blocks
     * @param overloads the Java methods, of which no two take the same number of params
     */
    public RpcMethod(String name, PublishedService service, boolean eventLoop, List<MethodOverload> overloads) {
        this(name, service, eventLoop, List.copyOf(overloads), new CallCounter());
    }

    private RpcMethod(
            String name,
            PublishedService service,
            boolean eventLoop,
            List<MethodOverload> overloads,
            CallCounter calls) {
        this.name = name;
        this.service = service;
        this.eventLoop = eventLoop;
        this.overloads = overloads;
        this.calls = calls;
    }

    /** Returns the same method, whose calls count elsewhere: several handlers may offer one, and each counts for itself. */
    RpcMethod countedBy(CallCounter counter) {
        return new RpcMethod(name, service, eventLoop, overloads, counter);
    }

    /** Returns the counter of the calls. */
    public CallCounter calls() {
        return calls;
    }

    /** Returns the JSON-RPC name. */
    public String name() {
        return name;
    }

    /** Returns the service. The caller must begin a call on it before {@link #call}. */
    public PublishedService service() {
        return service;
    }

    /** Returns whether the author declared that the method never blocks. */
    public boolean runsOnEventLoop() {
        return eventLoop;
    }

    /** Returns the overloads. */
    public List<MethodOverload> overloads() {
        return overloads;
    }

    /** Returns the overload that stands for all of them in a description: the one with the most parameters. */
    public MethodOverload longest() {
        return overloads.stream()
                .max(Comparator.comparingInt(overload -> overload.parameters().size()))
                .orElseThrow();
    }

    /** Returns how many params the overload with the fewest requires. */
    public int required() {
        return overloads.stream().mapToInt(MethodOverload::required).min().orElseThrow();
    }

    /**
     * Binds the params and invokes the method on this thread.
     *
     * @param params an array or an object, valid JSON; null for none
     * @return the method's result, which may be a stage
     * @throws InvalidParamsException if the params do not fit
     * @throws Throwable whatever the method throws
     */
    public Object call(Slice params, InvocationContext caller) throws Throwable {
        JsonMapper mapper = service.mapper();
        MethodOverload overload = overloads.size() == 1 ? overloads.get(0) : choose(params, mapper);
        Object[] values = ArgumentBinder.bind(overload, params, mapper);
        return overload.invoke(service.object(), values, caller, service);
    }

    private MethodOverload choose(Slice params, JsonMapper mapper) {
        List<String> names = new ArrayList<>();
        int count = params == null ? 0 : ArgumentBinder.count(params, names, mapper);
        return overloads.stream()
                .filter(overload -> names.isEmpty() ? overload.takes(count) : overload.takes(names))
                .findFirst()
                .orElseThrow(() -> new InvalidParamsException(
                        names.isEmpty()
                                ? "no overload of the method takes " + count + " parameter(s)"
                                : "no overload of the method takes the parameters "
                                        + Printable.text(String.join(", ", names))));
    }
}
