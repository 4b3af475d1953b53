package dev.patchbay.server.swap;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;

/** Handlers that are never called. */
final class Entries {

    private static final Handler HANDLER = (conn, in) -> {};

    private Entries() {}

    static HandlerEntry entry(long id, int ranking) {
        return new HandlerEntry(id, "h" + id, ranking, HandlerExecution.VIRTUAL, "jcstress", HANDLER);
    }
}
