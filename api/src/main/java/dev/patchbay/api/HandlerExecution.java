package dev.patchbay.api;

/** On which threads a server calls a {@link Handler}; chosen with the service property {@code handler.execution}. */
public enum HandlerExecution {

    /**
     * Each call runs on a virtual thread (below Java 21, on a pooled platform thread) and may block. The thread is
     * interrupted when the connection ends or when the call outlasts a drain or a swap. This is the default.
     */
    VIRTUAL,

    /**
     * Calls run on the thread of the event loop that serves the connection. This is the fastest way there is, and it
     * must not block: while the call runs, the loop's other connections wait.
     */
    EVENT_LOOP
}
