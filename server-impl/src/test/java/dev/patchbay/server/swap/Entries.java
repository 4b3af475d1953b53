package dev.patchbay.server.swap;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;

/** Entries of handlers that are never called. */
final class Entries {

    private static final Handler HANDLER = (conn, in) -> {};

    private Entries() {}

    static HandlerEntry entry(long id, int ranking) {
        return entry(id, "h" + id, ranking, HandlerExecution.VIRTUAL);
    }

    static HandlerEntry entry(long id, String name, int ranking, HandlerExecution execution) {
        return new HandlerEntry(id, name, ranking, execution, "test", HANDLER);
    }
}
