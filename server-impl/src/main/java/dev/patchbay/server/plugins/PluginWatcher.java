package dev.patchbay.server.plugins;

import java.nio.file.Path;

/** The thread that looks at a folder of plugins, twice a second. All methods may be called from any thread. */
public final class PluginWatcher implements AutoCloseable {

    private static final long SCAN_MILLIS = 500;

    private final Path folder;
    private final PluginInstaller installer;
    private final PluginLog log;

    /** Guarded by this. */
    private boolean closed;

    /**
     * Creates a watcher that does not run yet.
     *
     * @param folder    the folder, for messages
     * @param installer what looks at the folder
     * @param log       is told of looks that failed
     */
    public PluginWatcher(Path folder, PluginInstaller installer, PluginLog log) {
        this.folder = folder;
        this.installer = installer;
        this.log = log;
    }

    /**
     * Starts the thread.
     *
     * @param atOnce whether its first look comes without waiting
     */
    public void start(boolean atOnce) {
        Thread thread = new Thread(() -> run(atOnce), "patchbay-plugins");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(boolean atOnce) {
        if (atOnce) {
            attempt(installer::lookTwice);
        }
        while (awaitNextLook()) {
            attempt(installer::look);
        }
    }

    /** Looks. Whatever is thrown, the next look follows. */
    private void attempt(Runnable look) {
        try {
            look.run();
        } catch (Throwable t) {
            trouble("the look at the plugin folder " + folder + " failed; the next one follows", t);
        }
    }

    private void trouble(String what, Throwable cause) {
        try {
            log.trouble(what, cause);
        } catch (Throwable t) {
            // The report failed as well, for lack of memory perhaps: the next look is worth more than a report.
            return;
        }
    }

    /** Waits, and returns whether to look again. An interrupt does not end this thread; closing the watcher does. */
    private boolean awaitNextLook() {
        try {
            synchronized (this) {
                if (!closed) {
                    wait(SCAN_MILLIS);
                }
                return !closed;
            }
        } catch (InterruptedException e) {
            trouble("the thread that looks at the plugin folder " + folder + " was interrupted; it goes on", e);
            return !isClosed();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Ends the thread after the look in progress, without waiting for it. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
