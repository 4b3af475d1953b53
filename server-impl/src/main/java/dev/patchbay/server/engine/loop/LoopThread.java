package dev.patchbay.server.engine.loop;

/**
 * A thread that carries an event loop: it must never wait for a client. It is interrupted only while it calls a handler: an
 * interrupt at any other time would close sockets (see {@link java.nio.channels.InterruptibleChannel}), and whoever sends one
 * can mean no more than the call that they saw.
 */
public final class LoopThread extends Thread {

    /** What the thread works with; set before it starts. */
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

    /** Takes back what a call may have changed of its thread. Called by the thread itself, after each call. */
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

    /** Sets the thread's interrupt flag; for the gate, and for whoever is this thread. */
    void interruptNow() {
        super.interrupt();
    }
}
