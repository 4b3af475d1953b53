package dev.patchbay.handler.json.method;

import dev.patchbay.handler.json.wire.Slice;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** What a JSON-RPC method name stands for: the Java methods of that name of one service. Immutable. */
public final class Function {

    private final String name;
    private final MethodService service;
    private final boolean quick;
    private final List<Signature> signatures;

    Function(String name, MethodService service, boolean quick, List<Signature> signatures) {
        this.name = name;
        this.service = service;
        this.quick = quick;
        this.signatures = List.copyOf(signatures);
    }

    /** Returns the method's name for clients. */
    public String name() {
        return name;
    }

    /** Returns the service, which has to be entered before a call. */
    public MethodService service() {
        return service;
    }

    /** Tells whether the method may be called on an event loop. */
    public boolean isQuick() {
        return quick;
    }

    /** Returns the overloads. */
    public List<Signature> signatures() {
        return signatures;
    }

    /**
     * Binds the parameters and calls the method, on this thread.
     *
     * @param params an array or an object, valid JSON; null for none
     * @return what the method returns: maybe a stage
     * @throws InvalidParamsException if the parameters do not fit
     * @throws Throwable              whatever the method throws
     */
    public Object call(Slice params, Caller caller) throws Throwable {
        JsonMapper mapper = service.mapper();
        Signature signature = signatures.size() == 1 ? signatures.get(0) : choose(params, mapper);
        Object[] values = Arguments.bind(signature, params, mapper);
        return signature.invoke(service.object(), values, caller, service);
    }

    private Signature choose(Slice params, JsonMapper mapper) {
        List<String> names = new ArrayList<>();
        int count = params == null ? 0 : Arguments.count(params, names, mapper);
        return signatures.stream()
                .filter(signature -> names.isEmpty() ? signature.takes(count) : signature.takes(names))
                .findFirst()
                .orElseThrow(() -> new InvalidParamsException(
                        names.isEmpty()
                                ? "there is no form of the method with " + count + " parameter(s)"
                                : "there is no form of the method with the parameters " + String.join(", ", names)));
    }
}
