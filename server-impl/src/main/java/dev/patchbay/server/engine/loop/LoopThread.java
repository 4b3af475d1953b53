package dev.patchbay.server.engine.loop;

/**
 * A thread that carries an event loop; it must never wait for a client. An interrupt reaches it only while it calls a
 * handler, because at any other time an interrupt would close sockets (see
 * {@link java.nio.channels.InterruptibleChannel}). The sender of an interrupt cannot have meant more than the call that
 * was running.
 */
public final class LoopThread extends Thread {

    /** The worker of this thread. Set before the thread starts. */
    public Worker worker;

    private final String name;
    private final ClassLoader loader;

    LoopThread(Runnable task, String name, ClassLoader loader) {
        super(task, name);
        this.name = name;
        this.loader = loader;
        setDaemon(true);
        setPriority(NORM_PRIORITY);
        setContextClassLoader(loader);
    }

    /**
     * Undoes what a call may have changed of this thread: class loader, priority, name. Called by the thread after each
     * call.
     */
    public void restore() {
        if (getContextClassLoader() != loader) {
            setContextClassLoader(loader);
        }
        if (getPriority() != NORM_PRIORITY) {
            setPriority(NORM_PRIORITY);
        }
        if (!getName().equals(name)) {
            setName(name);
        }
    }

    @Override
    public void interrupt() {
        Worker mine = worker;
        if (mine != null) {
            mine.gate.interruptCall();
        }
    }

    /** Sets the interrupt flag of this thread. Called by the gate. */
    void interruptNow() {
        super.interrupt();
    }
}
