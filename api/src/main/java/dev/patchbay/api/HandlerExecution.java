package dev.patchbay.api;

/** The threads on which a server calls a {@link Handler}, chosen with the service property {@code handler.execution}. */
public enum HandlerExecution {

    /**
     * Each call runs on a virtual thread (below Java 25, on a pooled platform thread) and may block. The thread is interrupted
     * when the connection ends, or when the call outlasts the timeout of a drain or a swap. This is the default.
     */
    VIRTUAL,

    /**
     * Calls run on the thread of the event loop that serves the connection. This is the fastest execution. Calls must not
     * block: while one runs, the other connections of the loop wait.
     */
    EVENT_LOOP
}
