package dev.patchbay.server.engine;

/** The cause in the report of a call that does not return. Its stack is that of the call, and not of the thread that reports it. */
final class CallNeverReturns extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates a cause.
     *
     * @param stack where the call is; empty if that is not known
     */
    CallNeverReturns(StackTraceElement[] stack) {
        super("a call never returns");
        setStackTrace(stack);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
