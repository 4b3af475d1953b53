package dev.patchbay.server.engine.loop;

/**
 * A call that has blocked an event loop.
 *
 * @param connection the connection that the call is for
 * @param stack      where the thread of the call is; empty if it has gone on since
 */
public record BlockedCall(Object connection, StackTraceElement[] stack) {

    private static final StackTraceElement[] UNKNOWN = {};

    static BlockedCall of(Worker worker, Object connection) {
        Thread thread = worker.thread;
        StackTraceElement[] stack = thread == null ? UNKNOWN : thread.getStackTrace();
        return new BlockedCall(connection, worker.gate.calling() == connection ? stack : UNKNOWN);
    }
}
