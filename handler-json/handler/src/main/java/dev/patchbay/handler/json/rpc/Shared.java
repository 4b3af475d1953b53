package dev.patchbay.handler.json.rpc;

import dev.patchbay.handler.json.discover.Discovery;
import dev.patchbay.handler.json.method.Function;
import dev.patchbay.handler.json.method.MethodTable;
import dev.patchbay.handler.json.wire.Workspaces;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What all connections of the handler share.
 *
 * @param methods    the methods that are present
 * @param builtIn    the methods of the protocol itself, by name
 * @param rules      the rules that hold now
 * @param threads    run methods
 * @param workspaces memory
 * @param errors     writes errors
 */
record Shared(
        MethodTable methods,
        Map<String, Function> builtIn,
        Supplier<Rules> rules,
        Executor threads,
        Workspaces workspaces,
        Errors errors) {

    private static final String RESERVED = Discovery.SCOPE + ".";

    /** Returns the method of that name, or null. */
    Function method(String name) {
        return name.startsWith(RESERVED) ? builtIn.get(name) : methods.get(name);
    }
}
