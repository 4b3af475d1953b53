package dev.patchbay.launcher;

import dev.patchbay.launcher.exit.LaunchFailure;
import java.util.Map;
import java.util.Optional;

/** Finds the code, such as that of a plugin, that has called {@code System.exit}. */
final class ForeignExit {

    private ForeignExit() {}

    /**
     * Returns a message that names the caller; empty if no thread is in such a call. To be called by a shutdown hook:
     * the caller of {@code System.exit} waits for the hooks.
     */
    static Optional<String> find() {
        for (Map.Entry<Thread, StackTraceElement[]> thread :
                Thread.getAllStackTraces().entrySet()) {
            Optional<StackTraceElement> caller = caller(thread.getValue());
            if (caller.isPresent()) {
                return Optional.of(
                        "stopping because " + LaunchFailure.place(caller.get()) + " ended the process, on the thread "
                                + thread.getKey().getName() + "; code in a server must not call System.exit");
            }
        }
        return Optional.empty();
    }

    private static Optional<StackTraceElement> caller(StackTraceElement[] stack) {
        boolean exits = false;
        for (StackTraceElement frame : stack) {
            String owner = frame.getClassName();
            if (exits && !owner.equals("java.lang.System")) {
                return Optional.of(frame);
            }
            exits |= owner.equals("java.lang.Runtime") && frame.getMethodName().equals("exit");
        }
        return Optional.empty();
    }
}
