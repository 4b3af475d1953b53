package dev.patchbay.handler.json.method;

import dev.patchbay.handler.json.buffer.Slice;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** What a JSON-RPC method name stands for: the Java methods of that name of one service. Immutable. */
public final class RpcMethod {

    private final String name;
    private final PublishedService service;
    private final boolean quick;
    private final List<MethodOverload> overloads;

    RpcMethod(String name, PublishedService service, boolean quick, List<MethodOverload> overloads) {
        this.name = name;
        this.service = service;
        this.quick = quick;
        this.overloads = List.copyOf(overloads);
    }

    /** Returns the method's name for clients. */
    public String name() {
        return name;
    }

    /** Returns the service, which has to be entered before a call. */
    public PublishedService service() {
        return service;
    }

    /** Tells whether the method may be called on an event loop. */
    public boolean runsOnEventLoop() {
        return quick;
    }

    /** Returns the overloads. */
    public List<MethodOverload> overloads() {
        return overloads;
    }

    /**
     * Binds the parameters and calls the method, on this thread.
     *
     * @param params an array or an object, valid JSON; null for none
     * @return what the method returns: maybe a stage
     * @throws InvalidParamsException if the parameters do not fit
     * @throws Throwable              whatever the method throws
     */
    public Object call(Slice params, InvocationContext caller) throws Throwable {
        JsonMapper mapper = service.mapper();
        MethodOverload signature = overloads.size() == 1 ? overloads.get(0) : choose(params, mapper);
        Object[] values = ArgumentBinder.bind(signature, params, mapper);
        return signature.invoke(service.object(), values, caller, service);
    }

    private MethodOverload choose(Slice params, JsonMapper mapper) {
        List<String> names = new ArrayList<>();
        int count = params == null ? 0 : ArgumentBinder.count(params, names, mapper);
        return overloads.stream()
                .filter(signature -> names.isEmpty() ? signature.takes(count) : signature.takes(names))
                .findFirst()
                .orElseThrow(() -> new InvalidParamsException(
                        names.isEmpty()
                                ? "there is no form of the method with " + count + " parameter(s)"
                                : "there is no form of the method with the parameters " + String.join(", ", names)));
    }
}
