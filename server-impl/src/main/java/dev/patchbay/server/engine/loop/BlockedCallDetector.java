package dev.patchbay.server.engine.loop;

/**
 * Detects a call that has kept the thread of an event loop from one check to the next. Owned by the thread that makes
 * the checks.
 */
final class BlockedCallDetector {

    /** The worker that carried the loop at the previous check. */
    private Worker worker;

    /** The number of its call at that time. */
    private long call;

    /** Returns the connection whose call was already running at the previous check; null if there is none. */
    Object check(Worker carrier) {
        Object calling = carrier.gate.calling();
        long calls = carrier.gate.calls();
        boolean blocked = calling != null && carrier == worker && calls == call;
        worker = carrier;
        call = calls;
        return blocked ? calling : null;
    }
}
