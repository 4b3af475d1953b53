package dev.patchbay.server.control;

/** Runs tasks that no other thread may have to wait for, each on a new thread. */
public final class Background {

    private Background() {}

    /** Runs a task on a new daemon thread and returns at once. The name of the thread is {@code patchbay-} and the given name. */
    public static void run(String name, Runnable task) {
        Thread thread = new Thread(task, "patchbay-" + name);
        thread.setDaemon(true);
        thread.start();
    }
}
