package dev.patchbay.server.control;

/** Runs what nobody waits for, or may wait for, on a thread of its own. */
public final class Background {

    private Background() {}

    /** Runs a task on a new daemon thread, whose name begins with {@code patchbay-}. */
    public static void run(String name, Runnable task) {
        Thread thread = new Thread(task, "patchbay-" + name);
        thread.setDaemon(true);
        thread.start();
    }
}
