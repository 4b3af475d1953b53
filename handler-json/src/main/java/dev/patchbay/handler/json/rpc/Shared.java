package dev.patchbay.handler.json.rpc;

import dev.patchbay.handler.json.method.MethodTable;
import dev.patchbay.handler.json.wire.Workspaces;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What all connections of the handler share.
 *
 * @param methods    the methods that are present
 * @param rules      the rules that hold now
 * @param threads    run methods
 * @param workspaces memory
 * @param errors     writes errors
 */
record Shared(MethodTable methods, Supplier<Rules> rules, Executor threads, Workspaces workspaces, Errors errors) {}
